package io.freshet.ingestion.gateway.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator of events that did not get into Kafka, of each contract once in a while
 * however many they are. Thread-safe.
 */
final class IntakeLog {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeLog.class);
  private static final long EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  private final LongSupplier nanos;
  private final Map<String, Muted> muted = new HashMap<>();

  /** What no line has told of yet, and when one was written last. */
  private static final class Muted {
    private Optional<Long> atNanos = Optional.empty();
    private long events;
  }

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  IntakeLog(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void unavailable(String contract, String reason) {
    long events = due("not taken " + contract);
    if (events > 0) {
      LOG.warn("Events are not taken contract={} events={} reason={}", contract, events, reason);
    }
  }

  void lost(String contract, Throwable failure) {
    long events = due("lost " + contract);
    if (events > 0) {
      LOG.warn(
          "Events that were answered are lost contract={} events={} reason={}",
          contract,
          events,
          failure.getMessage());
    }
  }

  /** Notes one more; answers how many a line would tell of, 0 when it is too early for one. */
  synchronized long due(String what) {
    long now = nanos.getAsLong();
    Muted same = muted.computeIfAbsent(what, first -> new Muted());
    same.events++;
    if (same.atNanos.filter(before -> now - before < EVERY_NANOS).isPresent()) {
      return 0;
    }
    long events = same.events;
    same.events = 0;
    same.atNanos = Optional.of(now);

    return events;
  }
}
