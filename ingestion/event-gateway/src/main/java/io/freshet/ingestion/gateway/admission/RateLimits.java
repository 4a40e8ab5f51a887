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

  /** Lets one event of the producer in, or says how long from now one may come. */
  public Optional<Duration> admit(String producer) {
    return limit(producer).admit();
  }

  /** Counts what the producer has sent besides what was let in. */
  public void count(String producer, int events) {
    limit(producer).count(events);
  }

  private RateLimit limit(String producer) {
    return byProducer.computeIfAbsent(
        producer, unknown -> new RateLimit(eventsPerSecond, nanoTime));
  }
}
