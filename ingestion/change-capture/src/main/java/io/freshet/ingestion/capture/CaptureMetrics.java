package io.freshet.ingestion.capture;

import io.freshet.ingestion.capture.change.ChangeEvents.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what became of changes, once Kafka has it, and measures how far behind we are. */
final class CaptureMetrics {
  private static final double MICROS = 1e6;
  private static final double MILLIS = 1e3;

  private final MeterRegistry registry;
  private final AtomicLong newestMicros = new AtomicLong();
  private final AtomicLong slotBytes = new AtomicLong();

  CaptureMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    Gauge.builder("freshet.capture.lag", () -> lagSeconds(clock))
        .baseUnit("seconds")
        .description("Since the commit of the last change or heartbeat that Kafka has")
        .register(registry);
    Gauge.builder("freshet.capture.slot", slotBytes::get)
        .baseUnit("bytes")
        .description("Of its log that Postgres keeps for the capture")
        .register(registry);
  }

  /** What became of the changes of one transaction of Kafka's. */
  static final class Tally {
    private final Map<Key, Integer> counts = new HashMap<>();

    void add(Outcome outcome) {
      counts.merge(key(outcome), 1, Integer::sum);
    }

    private static Key key(Outcome outcome) {
      if (outcome instanceof Outcome.DeadLetter letter) {
        return new Key("freshet.capture.dead.letters", letter.contract(), letter.cause());
      }

      return new Key(
          outcome instanceof Outcome.Event
              ? "freshet.capture.events"
              : "freshet.capture.deletions.left.out",
          outcome.contract(),
          "");
    }
  }

  private record Key(String name, String contract, String cause) {}

  /** Contracts and causes are few. */
  void count(Tally tally) {
    tally.counts.forEach((key, count) -> counter(key).increment(count));
  }

  private Counter counter(Key key) {
    Counter.Builder counter =
        Counter.builder(key.name())
            .description("Changes by what became of them")
            .tag("contract", key.contract());

    return (key.cause().isEmpty() ? counter : counter.tag("cause", key.cause())).register(registry);
  }

  /**
   * Kafka has all up to a commit.
   *
   * @param micros when it was; 0 where that is not known
   */
  void caughtUpTo(long micros) {
    newestMicros.accumulateAndGet(micros, Math::max);
  }

  void slotHolds(long bytes) {
    slotBytes.set(bytes);
  }

  private double lagSeconds(InstantSource clock) {
    long micros = newestMicros.get();

    return micros == 0 ? Double.NaN : Math.max(0, clock.millis() / MILLIS - micros / MICROS);
  }
}
