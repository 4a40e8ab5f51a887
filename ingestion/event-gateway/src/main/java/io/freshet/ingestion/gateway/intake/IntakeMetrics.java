package io.freshet.ingestion.gateway.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what became of events, per contract and producer. Thread-safe. */
public final class IntakeMetrics {
  private final MeterRegistry registry;
  private final IntakeLog log;
  // Asking the registry for a counter costs more than counting. Bounded: contracts and producers
  // are known, and causes are few.
  private final Map<Key, Counter> events = new ConcurrentHashMap<>();
  private final Map<String, Counter> lost = new ConcurrentHashMap<>();

  private record Key(String contract, String producer, String outcome, String cause) {}

  public IntakeMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.log = new IntakeLog(System::nanoTime);
  }

  void count(String contract, String producer, Outcome outcome) {
    counter(key(contract, producer, outcome)).increment();
    if (outcome instanceof Outcome.Unavailable unavailable) {
      log.unavailable(contract, unavailable.detail());
    }
  }

  /**
   * Of an event that was answered before Kafka had it; nothing is lost where there is no failure.
   */
  void countLoss(String contract, Throwable failure) {
    if (failure != null) {
      lost.computeIfAbsent(
              contract,
              name ->
                  Counter.builder("freshet.gateway.lost")
                      .description("Events that were answered and that Kafka then did not take")
                      .tag("contract", name)
                      .register(registry))
          .increment();
      log.lost(contract, failure);
    }
  }

  private static Key key(String contract, String producer, Outcome outcome) {
    if (outcome instanceof Outcome.Stored) {
      return new Key(contract, producer, "stored", "");
    }
    if (outcome instanceof Outcome.Taken) {
      return new Key(contract, producer, "taken", "");
    }

    return outcome instanceof Outcome.Refused refused
        ? new Key(contract, producer, "refused", refused.refusal().cause())
        : new Key(contract, producer, "unavailable", "");
  }

  /** Looked up before it is made: the latter takes a lock. */
  private Counter counter(Key key) {
    Counter known = events.get(key);

    return known == null ? events.computeIfAbsent(key, this::register) : known;
  }

  private Counter register(Key key) {
    return Counter.builder("freshet.gateway.events")
        .description("Events by what became of them")
        .tag("contract", key.contract())
        .tag("producer", key.producer())
        .tag("outcome", key.outcome())
        .tag("cause", key.cause())
        .register(registry);
  }
}
