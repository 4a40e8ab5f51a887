package io.freshet.ingestion.writer.source;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Starts each partition where its table's ledger ends, and unknown partitions at the beginning.
 * Refuses when retention has deleted records that no table holds: that is a loss, and nobody may
 * skip it in silence.
 */
public final class LedgerOffsets implements OffsetsInitializer {
  private static final long serialVersionUID = 1L;

  private final HashMap<TopicPartition, Long> ends;

  /**
   * @param ends the next offset that each partition's table lacks
   */
  public LedgerOffsets(Map<TopicPartition, Long> ends) {
    this.ends = new HashMap<>(ends);
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    Map<TopicPartition, Long> beginnings = retriever.beginningOffsets(partitions);
    Map<TopicPartition, Long> starts = new HashMap<>();
    beginnings.forEach(
        (partition, beginning) -> starts.put(partition, start(partition, beginning)));

    return starts;
  }

  private long start(TopicPartition partition, long beginning) {
    Long end = ends.get(partition);
    if (end == null) {
      return beginning;
    }
    lost(partition, end, beginning)
        .ifPresent(
            words -> {
              throw new FreshetException(Fault.OURS, words);
            });

    return end;
  }

  /** Says so when the log begins behind the end of its table. */
  public static Optional<String> lost(TopicPartition partition, long end, long beginning) {
    if (end >= beginning) {
      return Optional.empty();
    }

    return Optional.of(
        "%s begins at offset %d, but its table ends at %d: retention deleted records that no table"
                .formatted(partition, beginning, end)
            + " holds; lengthen the retention, and accept the loss by backfill before restarting");
  }

  /**
   * Where a partition is read from that a running job, or one that was away, finds: its beginning.
   *
   * @throws FreshetException when that is not its first record, as nobody has read those before it
   */
  static long ofAdded(TopicPartition partition, long beginning) {
    if (beginning > 0) {
      throw new FreshetException(
          Fault.OURS,
          "%s was added and begins at offset %d: retention deleted records that no table holds;"
                  .formatted(partition, beginning)
              + " to accept the loss, start the job without its state");
    }

    return beginning;
  }

  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
