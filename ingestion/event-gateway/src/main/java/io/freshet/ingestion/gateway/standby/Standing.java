package io.freshet.ingestion.gateway.standby;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How it stands with the partitions of the standby cluster. Pure.
 *
 * @param returned up to where the streams' own cluster has a partition's records; read before the
 *     ends, so that what comes back meanwhile is not taken for less than nothing
 * @param begins the first offset that each partition still has
 * @param ends behind the last one
 */
record Standing(
    Map<TopicPartition, Long> returned,
    Map<TopicPartition, Long> begins,
    Map<TopicPartition, Long> ends) {
  Standing {
    returned = Map.copyOf(returned);
    begins = Map.copyOf(begins);
    ends = Map.copyOf(ends);
  }

  /** From where on the records of a partition have to come back. */
  long position(TopicPartition partition) {
    long known = Math.max(begins.get(partition), returned.getOrDefault(partition, 0L));

    return Math.min(known, ends.get(partition));
  }

  /** How many of a partition wait. */
  long left(TopicPartition partition) {
    return ends.get(partition) - position(partition);
  }

  /** How many wait in all. */
  long waiting() {
    return ends.keySet().stream().mapToLong(this::left).sum();
  }

  /** Records that retention has deleted before they came back. */
  long lost(TopicPartition partition) {
    return Math.max(
        0, begins.get(partition) - returned.getOrDefault(partition, begins.get(partition)));
  }

  /** Up to where records are back and still there. */
  Map<TopicPartition, Long> spent() {
    Map<TopicPartition, Long> spent = new HashMap<>();
    ends.keySet()
        .forEach(
            partition -> {
              if (begins.get(partition) < position(partition)) {
                spent.put(partition, position(partition));
              }
            });

    return spent;
  }
}
