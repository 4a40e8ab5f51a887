package io.freshet.serving.orders.store;

import io.freshet.serving.orders.rules.Standing;
import java.time.Instant;
import java.util.Optional;

/**
 * An order as it is.
 *
 * @param version that of its newest step
 * @param reason why it was cancelled; empty for all others
 * @param createdAt when its first step happened
 * @param changedAt when its newest step happened
 */
public record Order(
    long id,
    int version,
    OrderFacts facts,
    Standing standing,
    Optional<String> reason,
    Instant createdAt,
    Instant changedAt) {
  /** As it was when it was made. */
  Order asCreated() {
    return new Order(id, 1, facts, Standing.NEW, Optional.empty(), createdAt, createdAt);
  }

  /** As it is after a step. */
  Order after(Standing next, Optional<String> cancelReason, Instant eventTime) {
    return new Order(id, version + 1, facts, next, cancelReason, createdAt, eventTime);
  }
}
