package io.freshet.bench.serve.steps;

import io.freshet.bench.Latency;
import io.freshet.bench.serve.LiveOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** Holds each step against the message that brought it to the order's customer. */
final class StepTimes {
  private static final long MICROS_PER_MILLI = 1000;

  private final Map<Step, Long> takenMillis = new HashMap<>();
  private final List<Long> fromOrders = new ArrayList<>();
  private final List<Long> fromKafka = new ArrayList<>();
  private long conflated;
  private long never;

  /** A step of an order, by the version that it led to. */
  record Step(LiveOrder order, int version) {}

  /**
   * What became of them.
   *
   * @param conflated a newer step came instead
   * @param never nothing as new ever came
   * @param fromOrders from the order service's answer until the customer had it; empty without one
   * @param fromKafka the same from when Kafka took it
   */
  record Outcome(
      long shown,
      long conflated,
      long never,
      Optional<Latency> fromOrders,
      Optional<Latency> fromKafka) {}

  /** When Kafka took the step's event; of one that came twice the first time counts. */
  void taken(Step step, long millis) {
    takenMillis.merge(step, millis, Math::min);
  }

  /**
   * A step that was accepted.
   *
   * @param acceptedMicros when the order service's answer was there
   * @param arrivedMicros when versions of the order came to its customer
   */
  void accepted(Step step, long acceptedMicros, NavigableMap<Integer, Long> arrivedMicros) {
    Map.Entry<Integer, Long> arrived = arrivedMicros.ceilingEntry(step.version());
    if (arrived == null) {
      never++;
    } else if (arrived.getKey() > step.version()) {
      conflated++;
    } else {
      // The answer may be read after the message.
      fromOrders.add(Math.max(0, arrived.getValue() - acceptedMicros));
      Optional.ofNullable(takenMillis.get(step))
          .map(millis -> Math.max(0, arrived.getValue() - millis * MICROS_PER_MILLI))
          .ifPresent(fromKafka::add);
    }
  }

  Outcome outcome() {
    return new Outcome(
        fromOrders.size(), conflated, never, latency(fromOrders), latency(fromKafka));
  }

  private static Optional<Latency> latency(List<Long> micros) {
    return micros.isEmpty()
        ? Optional.empty()
        : Optional.of(Latency.ofMicros(micros.stream().mapToLong(Long::longValue).toArray()));
  }
}
