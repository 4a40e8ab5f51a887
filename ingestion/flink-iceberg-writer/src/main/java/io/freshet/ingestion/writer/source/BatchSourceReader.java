package io.freshet.ingestion.writer.source;

import io.freshet.core.envelope.batch.LogBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitState;
import org.apache.kafka.common.TopicPartition;

/** Hands batches to the sink; a checkpoint lies between two of them. */
final class BatchSourceReader
    extends SingleThreadMultiplexSourceReaderBase<
        LogBatch, LogBatch, KafkaPartitionSplit, KafkaPartitionSplitState> {
  private final GroupOffsets groupOffsets;

  private BatchSourceReader(
      Properties properties, SourceReaderContext context, AtomicLong pending) {
    super(
        () -> new BatchSplitReader(properties, pending),
        (batch, output, state) -> {
          output.collect(batch);
          state.setCurrentOffset(batch.nextOffset());
        },
        context.getConfiguration(),
        context);
    this.groupOffsets = new GroupOffsets(properties);
  }

  /**
   * @param properties as Kafka's consumer takes them
   */
  static BatchSourceReader open(Properties properties, SourceReaderContext context) {
    AtomicLong pending = new AtomicLong();
    context.metricGroup().setPendingRecordsGauge(pending::get);

    return new BatchSourceReader(properties, context, pending);
  }

  @Override
  public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
    List<KafkaPartitionSplit> splits = super.snapshotState(checkpointId);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (KafkaPartitionSplit split : splits) {
      if (split.getStartingOffset() >= 0) {
        offsets.put(split.getTopicPartition(), split.getStartingOffset());
      }
    }
    groupOffsets.keep(checkpointId, offsets);

    return splits;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    groupOffsets.tell(checkpointId);
  }

  /** Streams have no end. */
  @Override
  protected void onSplitFinished(Map<String, KafkaPartitionSplitState> finished) {
    throw new IllegalStateException("A stream has ended: " + finished.keySet());
  }

  @Override
  protected KafkaPartitionSplitState initializedState(KafkaPartitionSplit split) {
    return new KafkaPartitionSplitState(split);
  }

  @Override
  protected KafkaPartitionSplit toSplitType(String splitId, KafkaPartitionSplitState state) {
    return state.toKafkaPartitionSplit();
  }

  @Override
  public void close() throws Exception {
    super.close();
    groupOffsets.close();
  }
}
