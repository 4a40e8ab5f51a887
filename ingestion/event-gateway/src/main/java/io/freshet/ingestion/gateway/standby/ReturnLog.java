package io.freshet.ingestion.gateway.standby;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator what keeps records from coming back: when it begins, and then once a minute
 * for as long as it lasts. Counts every attempt. Not thread-safe.
 */
final class ReturnLog {
  static final String STUCK = "freshet.gateway.standby.stuck";

  private static final Logger LOG = LoggerFactory.getLogger(ReturnLog.class);
  private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();
  private static final String ALL = "";

  private final MeterRegistry metrics;
  private final LongSupplier nanos;
  // Bounded: a few lines for each partition.
  private final Map<String, Long> toldAt = new HashMap<>();

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  ReturnLog(MeterRegistry metrics, LongSupplier nanos) {
    this.metrics = metrics;
    this.nanos = nanos;
  }

  /** Records of this partition can't come back, though its clusters answer. */
  void stuck(TopicPartition partition, String reason) {
    count(partition.topic());
    if (isDue("stuck " + partition)) {
      LOG.error("Records can't come back partition={} reason={}", partition, reason);
    }
  }

  /** Nothing comes back, and it is our fault. */
  void failed(RuntimeException bug) {
    count(ALL);
    if (isDue("failed")) {
      LOG.error("Records can't be brought back from the standby cluster", bug);
    }
  }

  /** Retention has deleted so many records before they came back. */
  void lost(TopicPartition partition, long records) {
    if (isDue("lost " + partition)) {
      LOG.error(
          "Retention has deleted records of the standby cluster before they came back partition={}"
              + " records={}",
          partition,
          records);
    }
  }

  /** Whether a line of this kind is to be written now; then the next is not for a minute. */
  boolean isDue(String kind) {
    long now = nanos.getAsLong();
    Long before = toldAt.get(kind);
    if (before != null && now - before < EVERY_NANOS) {
      return false;
    }
    toldAt.put(kind, now);

    return true;
  }

  private void count(String contract) {
    Counter.builder(STUCK)
        .description("Attempts to bring records back that failed though the clusters answer")
        .tag("contract", contract)
        .register(metrics)
        .increment();
  }
}
