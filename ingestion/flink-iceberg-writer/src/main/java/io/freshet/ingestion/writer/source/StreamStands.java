package io.freshet.ingestion.writer.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds what readers have handed on against what tables hold, and decides which streams are to wait
 * and which to go back. Not thread-safe.
 *
 * <p>When a checkpoint is complete, what the one two before it covers has been committed or given
 * up: the committer takes part in the one between, behind the other's commit. So that is what a
 * table is asked for. Before a parked stream goes back as many checkpoints pass, and nothing that
 * was made of it before is under way any more.
 */
final class StreamStands {
  private static final int REPORTS = 3;

  private final Map<Integer, Deque<Map<TopicPartition, Long>>> reports = new HashMap<>();
  private final Map<String, Parked> parked = new HashMap<>();
  private final Map<TopicPartition, Long> held = new HashMap<>();

  /** What a stream that waits waits for. */
  private static final class Parked {
    private final Map<Integer, Integer> reportsSince = new HashMap<>();
    private String reason;

    Parked(String reason) {
      this.reason = reason;
    }
  }

  /** What is to be done with a stream. */
  sealed interface Order {
    String topic();

    /** Nothing of it is to be read until its table can be written to. */
    record Wait(String topic, String reason) implements Order {}

    /** It waits already, for something else now. */
    record WaitOn(String topic, String reason) implements Order {}

    /** It is to be read again from where its table ends. */
    record Return(String topic, TableStand.Ready stand) implements Order {}
  }

  /** A reader begins, perhaps anew after a failure, and waits for nothing. */
  void begins(int reader) {
    reports.remove(reader);
    parked.clear();
  }

  /**
   * @param ends what a completed checkpoint covers of the reader's partitions
   */
  void report(int reader, Map<TopicPartition, Long> ends) {
    Deque<Map<TopicPartition, Long>> last =
        reports.computeIfAbsent(reader, each -> new ArrayDeque<>());
    last.addLast(new HashMap<>(ends));
    if (last.size() > REPORTS) {
      last.removeFirst();
    }
    parked.values().forEach(each -> each.reportsSince.merge(reader, 1, Integer::sum));
  }

  /** The topics whose tables have to be looked at. */
  Set<String> inQuestion() {
    Set<String> topics = new TreeSet<>();
    claims()
        .forEach(
            (partition, end) -> {
              if (end > held.getOrDefault(partition, -1L)) {
                topics.add(partition.topic());
              }
            });
    topics.removeAll(parked.keySet());
    parked.forEach(
        (topic, each) -> {
          if (isQuiet(each)) {
            topics.add(topic);
          }
        });

    return topics;
  }

  private boolean isQuiet(Parked stream) {
    return reports.keySet().stream()
        .allMatch(reader -> stream.reportsSince.getOrDefault(reader, 0) >= REPORTS);
  }

  int parked() {
    return parked.size();
  }

  /** What is to be done about a topic that was in question, now that its table was looked at. */
  Optional<Order> judge(String topic, TableStand stand) {
    Parked waiting = parked.get(topic);
    if (stand instanceof TableStand.Unfit unfit) {
      return judge(topic, waiting, unfit.reason());
    }
    if (stand instanceof TableStand.Needed) {
      claims().forEach((partition, end) -> hold(topic, partition, end));

      return Optional.empty();
    }
    TableStand.Ready ready = (TableStand.Ready) stand;
    if (waiting != null) {
      return isQuiet(waiting) ? Optional.of(release(topic, ready)) : Optional.empty();
    }
    List<String> lacking = new ArrayList<>();
    claims()
        .forEach(
            (partition, end) -> {
              if (partition.topic().equals(topic)) {
                long lacksFrom = ready.lacksFrom(partition);
                if (end > lacksFrom) {
                  lacking.add(
                      "%s was read up to %d, its table ends at %d"
                          .formatted(partition, end, lacksFrom));
                } else {
                  held.put(partition, end);
                }
              }
            });

    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(park(topic, String.join("; ", new TreeSet<>(lacking))));
  }

  private void hold(String topic, TopicPartition partition, long end) {
    if (partition.topic().equals(topic)) {
      held.put(partition, end);
    }
  }

  private Optional<Order> judge(String topic, Parked waiting, String reason) {
    if (waiting == null) {
      return Optional.of(park(topic, reason));
    }
    if (waiting.reason.equals(reason)) {
      return Optional.empty();
    }
    waiting.reason = reason;

    return Optional.of(new Order.WaitOn(topic, reason));
  }

  private Order park(String topic, String reason) {
    parked.put(topic, new Parked(reason));

    return new Order.Wait(topic, reason);
  }

  private Order release(String topic, TableStand.Ready ready) {
    parked.remove(topic);
    held.keySet().removeIf(partition -> partition.topic().equals(topic));
    reports
        .values()
        .forEach(
            last ->
                last.forEach(
                    ends -> ends.keySet().removeIf(partition -> partition.topic().equals(topic))));

    return new Order.Return(topic, ready);
  }

  /** What tables must hold by now. */
  private Map<TopicPartition, Long> claims() {
    Map<TopicPartition, Long> claims = new HashMap<>();
    for (Deque<Map<TopicPartition, Long>> last : reports.values()) {
      if (last.size() == REPORTS) {
        Set<TopicPartition> known = new HashSet<>(last.getFirst().keySet());
        last.forEach(ends -> known.retainAll(ends.keySet()));
        known.forEach(partition -> claims.put(partition, last.getFirst().get(partition)));
      }
    }

    return claims;
  }
}
