package io.freshet.ingestion.validator.raw;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a job begins that has no state: where its group has read to, and at the beginning where it
 * has not. Refuses when retention has deleted records that the group has not read: that is a loss,
 * and nobody may skip it in silence.
 */
public final class GroupOffsets implements OffsetsInitializer {
  private static final long serialVersionUID = 1L;

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    Map<TopicPartition, Long> committed = retriever.committedOffsets(partitions);
    Map<TopicPartition, Long> starts = new HashMap<>();
    retriever
        .beginningOffsets(partitions)
        .forEach(
            (partition, beginning) ->
                starts.put(
                    partition,
                    start(partition, committed.getOrDefault(partition, beginning), beginning)));

    return starts;
  }

  private static long start(TopicPartition partition, long position, long beginning) {
    if (position < beginning) {
      throw new FreshetException(
          Fault.OURS,
          "%s begins at offset %d, but was read to %d: retention deleted records that nobody has held"
                  .formatted(partition, beginning, position)
              + " against a contract; to accept the loss, reset the group's offsets to the earliest"
              + " and start the job without its state");
    }

    return position;
  }

  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
