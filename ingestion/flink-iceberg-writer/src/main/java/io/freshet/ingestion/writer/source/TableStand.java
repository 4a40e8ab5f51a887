package io.freshet.ingestion.writer.source;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where the table of a stream stands in its log. */
public sealed interface TableStand {
  /**
   * The table can be written to.
   *
   * @param ends the next offset that it lacks, of each partition that it has read
   * @param beginnings where the log begins, of each partition
   * @param appliedSince names the contract that the table was given since the job began; empty when
   *     it is that of then
   */
  record Ready(
      Map<TopicPartition, Long> ends, Map<TopicPartition, Long> beginnings, String appliedSince)
      implements TableStand {
    public Ready {
      ends = Map.copyOf(ends);
      beginnings = Map.copyOf(beginnings);
    }

    /** What it lacks begins here; of a partition that it has never read, where the log does. */
    long lacksFrom(TopicPartition partition) {
      return ends.getOrDefault(partition, beginnings.getOrDefault(partition, 0L));
    }
  }

  /** Every stream needs the table: a commit that it does not take fails the job. */
  record Needed() implements TableStand {}

  /**
   * Nothing can be written to it until somebody has mended it.
   *
   * @param reason what is wrong with it, and what would be right
   */
  record Unfit(String reason) implements TableStand {}
}
