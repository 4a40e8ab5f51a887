package io.freshet.ingestion.gateway.refusal;

import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.stream.Position;
import io.freshet.ingestion.gateway.admission.RateLimits;
import io.freshet.ingestion.gateway.stream.EventLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts what was refused on its stream, as much of each producer's as it may, and counts the rest.
 * Waits for nothing. Thread-safe.
 */
final class RefusalKeeper {
  private final RefusalForm form;
  private final EventLog log;
  private final RateLimits limits;
  private final MeterRegistry metrics;
  // Bounded: only those who have a key get here.
  private final Map<String, AtomicLong> dropped = new ConcurrentHashMap<>();

  /**
   * @param limits of each producer
   */
  RefusalKeeper(RefusalForm form, EventLog log, RateLimits limits, MeterRegistry metrics) {
    this.form = form;
    this.log = log;
    this.limits = limits;
    this.metrics = metrics;
  }

  /** Whether one more of the producer's may be kept; one that may not is counted. */
  boolean admits(String producer) {
    boolean isWithin = limits.admit(producer).isEmpty();
    if (!isWithin) {
      drop(producer, 1, "over_bound");
    }

    return isWithin;
  }

  /** One that was admitted. */
  void keep(RefusedEvent event) {
    String producer = event.sender().producer();
    long before = dropped(producer).getAndSet(0);
    CompletableFuture<Position> sent;
    try {
      sent = log.send(form.of(event, before), Acknowledgement.FAST);
    } catch (RuntimeException e) {
      lose(producer, before);
      throw e;
    }
    CompletableFuture<Position> unused =
        sent.whenComplete(
            (position, failure) -> {
              if (failure == null) {
                counter(producer, "kept").increment();
              } else {
                lose(producer, before);
              }
            });
  }

  /**
   * @param before how many it would have told of
   */
  private void lose(String producer, long before) {
    dropped(producer).addAndGet(before);
    drop(producer, 1, "lost");
  }

  private void drop(String producer, long events, String outcome) {
    dropped(producer).addAndGet(events);
    counter(producer, outcome).increment(events);
  }

  private AtomicLong dropped(String producer) {
    return dropped.computeIfAbsent(producer, first -> new AtomicLong());
  }

  private Counter counter(String producer, String outcome) {
    return Counter.builder("freshet.gateway.refusals")
        .description("Refused events by whether they are kept")
        .tag("producer", producer)
        .tag("outcome", outcome)
        .register(metrics);
  }
}
