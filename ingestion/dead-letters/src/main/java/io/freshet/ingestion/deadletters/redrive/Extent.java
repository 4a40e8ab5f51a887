package io.freshet.ingestion.deadletters.redrive;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records of one partition, from the first offset to the last; what lies between need not be all
 * theirs.
 *
 * @param topic its name, or Kafka's id of it where it may have been recreated since
 */
public record Extent(String topic, int partition, long from, long to, long records) {
  Extent plus(Extent other) {
    return new Extent(
        topic,
        partition,
        Math.min(from, other.from),
        Math.max(to, other.to),
        records + other.records);
  }

  /** Gathers them. Not thread-safe. */
  static final class Gathering {
    private final Map<String, Extent> extents = new TreeMap<>();

    void add(String topic, int partition, long offset) {
      extents.merge(
          "%s %8d".formatted(topic, partition),
          new Extent(topic, partition, offset, offset, 1),
          Extent::plus);
    }

    List<Extent> all() {
      return List.copyOf(extents.values());
    }
  }
}
