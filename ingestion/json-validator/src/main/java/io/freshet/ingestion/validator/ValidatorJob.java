package io.freshet.ingestion.validator;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.ingestion.validator.raw.RawRecord;
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
 * Puts each raw record on its contract's stream or among the dead letters, exactly once for those
 * who read committed records: positions are part of Flink's checkpoint, and the checkpoint's
 * transaction is committed when it is complete.
 */
final class ValidatorJob {
  private final Source<RawRecord, ?, ?> source;
  private final Sink<RawRecord> sink;

  ValidatorJob(Source<RawRecord, ?, ?> source, Sink<RawRecord> sink) {
    this.source = source;
    this.sink = sink;
  }

  /**
   * @param checkpointInterval each checkpoint is a commit
   */
  void define(StreamExecutionEnvironment environment, Duration checkpointInterval) {
    refuseWhatDoubles(environment.getConfiguration());
    environment.enableCheckpointing(checkpointInterval.toMillis(), CheckpointingMode.EXACTLY_ONCE);
    environment.getConfig().enableObjectReuse();
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "Read")
        .uid("read-raw-json")
        .sinkTo(sink)
        .name("Send")
        .uid("send-events");
  }

  private static void refuseWhatDoubles(ReadableConfig configuration) {
    if (configuration.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE)
        == CheckpointingMode.AT_LEAST_ONCE) {
      throw new InvalidSettingException(
          CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE.key(),
          CheckpointingMode.AT_LEAST_ONCE,
          "EXACTLY_ONCE: otherwise events are doubled");
    }
    if (configuration.get(PipelineOptions.GENERIC_TYPES)) {
      throw new InvalidSettingException(
          PipelineOptions.GENERIC_TYPES.key(), true, "false: every type has its own serializer");
    }
  }
}
