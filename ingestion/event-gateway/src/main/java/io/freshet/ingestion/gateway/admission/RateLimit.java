package io.freshet.ingestion.gateway.admission;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many events a second one producer may send: a second's worth at once, then the rate. What a
 * request brings besides its first event is counted after it was let in, so that a batch larger
 * than the rate gets through and those behind it wait the longer. Thread-safe.
 */
final class RateLimit {
  private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final int eventsPerSecond;
  private final LongSupplier nanoTime;
  private double available;
  private long countedAt;

  /**
   * @param nanoTime a clock such as {@code System::nanoTime}
   */
  RateLimit(int eventsPerSecond, LongSupplier nanoTime) {
    this.eventsPerSecond = eventsPerSecond;
    this.nanoTime = nanoTime;
    this.available = eventsPerSecond;
    this.countedAt = nanoTime.getAsLong();
  }

  /** Lets one event in, or says how long from now one may come. */
  synchronized Optional<Duration> admit() {
    refill();
    if (available >= 1) {
      available--;

      return Optional.empty();
    }
    double seconds = (1 - available) / eventsPerSecond;

    return Optional.of(Duration.ofNanos((long) Math.ceil(seconds * NANOS_PER_SECOND)));
  }

  synchronized void count(int events) {
    refill();
    available -= events;
  }

  private void refill() {
    long now = nanoTime.getAsLong();
    double gained = (now - countedAt) / NANOS_PER_SECOND * eventsPerSecond;
    available = Math.min(eventsPerSecond, available + gained);
    countedAt = now;
  }
}
