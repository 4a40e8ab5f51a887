package io.freshet.ingestion.gateway.stream;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What can be learned of brokers and topics. */
public interface Cluster {
  /**
   * A topic as its brokers have it.
   *
   * @param config its settings by name
   */
  record Topic(String name, Map<String, String> config, List<Partition> partitions) {
    public Topic {
      config = Map.copyOf(config);
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * One of its partitions.
   *
   * @param leader the broker's number; -1 where there is none now
   */
  record Partition(int partition, int leader, List<Replica> replicas) {}

  /** A copy of a partition. */
  record Replica(int broker, boolean isLeader, boolean isInSync) {}

  /** The first offset that a partition has, and the one behind its last. */
  record Offsets(long beginning, long end) {}

  /** The brokers' numbers. */
  CompletableFuture<List<Integer>> brokers();

  CompletableFuture<Topic> topic(String name);

  CompletableFuture<Offsets> offsets(String topic, int partition);
}
