package io.freshet.ingestion.writer.source;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** How far a reader has handed on its partitions, by checkpoint. Not thread-safe. */
final class ReadEnds {
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final TreeMap<Long, HashMap<TopicPartition, Long>> byCheckpoint = new TreeMap<>();

  /** What lies below has been handed on, now or by those who were before. */
  void reached(TopicPartition partition, long end) {
    ends.put(partition, end);
  }

  /** What was noted of the partition is not so any more. */
  void restart(TopicPartition partition, long end) {
    byCheckpoint.values().forEach(noted -> noted.remove(partition));
    ends.put(partition, end);
  }

  void keep(long checkpoint) {
    byCheckpoint.put(checkpoint, new HashMap<>(ends));
  }

  /** What a completed checkpoint covers; older ones are forgotten. */
  ReadUpTo covered(long checkpoint) {
    HashMap<TopicPartition, Long> covered = byCheckpoint.get(checkpoint);
    byCheckpoint.headMap(checkpoint, true).clear();

    return new ReadUpTo(covered == null ? new HashMap<>() : covered);
  }
}
