package io.freshet.ingestion.writer;

import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Appends the events of a pool of streams to their tables, each exactly once. Source and sink are
 * chained, so a record is never copied between Kafka's fetch and the Parquet writer.
 */
public final class WriterJob {
  private final Source<LogBatch, ?, ?> source;
  private final Sink<LogBatch> sink;

  public WriterJob(Source<LogBatch, ?, ?> source, Sink<LogBatch> sink) {
    this.source = source;
    this.sink = sink;
  }

  /**
   * @param checkpointInterval each checkpoint is a commit
   */
  public void define(StreamExecutionEnvironment environment, Duration checkpointInterval) {
    refuseWhatLosesData(environment.getConfiguration());
    environment.enableCheckpointing(checkpointInterval.toMillis(), CheckpointingMode.EXACTLY_ONCE);
    environment.getConfig().enableObjectReuse();
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "Read streams")
        .uid("read-streams")
        .sinkTo(sink)
        .name("Write tables")
        .uid("write-tables");
  }

  /** Iceberg issue 15846: unaligned checkpoints lose rows behind a failed checkpoint. */
  private static void refuseWhatLosesData(ReadableConfig configuration) {
    if (configuration.get(CheckpointingOptions.ENABLE_UNALIGNED)) {
      throw new InvalidSettingException(
          CheckpointingOptions.ENABLE_UNALIGNED.key(),
          true,
          "false: unaligned checkpoints lose rows");
    }
    if (configuration.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE)
        == CheckpointingMode.AT_LEAST_ONCE) {
      throw new InvalidSettingException(
          CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE.key(),
          CheckpointingMode.AT_LEAST_ONCE,
          "EXACTLY_ONCE: otherwise rows are doubled");
    }
    if (configuration.get(PipelineOptions.GENERIC_TYPES)) {
      throw new InvalidSettingException(
          PipelineOptions.GENERIC_TYPES.key(), true, "false: every type has its own serializer");
    }
  }
}
