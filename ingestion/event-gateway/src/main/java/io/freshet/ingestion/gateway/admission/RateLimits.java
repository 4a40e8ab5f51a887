package io.freshet.ingestion.gateway.admission;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** One limit for each producer; nobody's haste costs another one's events. Thread-safe. */
public final class RateLimits {
  private final int eventsPerSecond;
  private final LongSupplier nanoTime;
  // Bounded: only those who have a key get here.
  private final Map<String, RateLimit> byProducer = new ConcurrentHashMap<>();

  /**
   * @param nanoTime a clock such as {@code System::nanoTime}
   */
  public RateLimits(int eventsPerSecond, LongSupplier nanoTime) {
    this.eventsPerSecond = eventsPerSecond;
    this.nanoTime = nanoTime;
  }

  /** Empty when the producer may send; otherwise how long from now it may. */
  public Optional<Duration> untilAdmitted(String producer) {
    return limit(producer).untilAdmitted();
  }

  /** Counts what the producer has sent. */
  public void count(String producer, int events) {
    limit(producer).count(events);
  }

  private RateLimit limit(String producer) {
    return byProducer.computeIfAbsent(
        producer, unknown -> new RateLimit(eventsPerSecond, nanoTime));
  }
}
