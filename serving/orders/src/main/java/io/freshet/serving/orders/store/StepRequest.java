package io.freshet.serving.orders.store;

import io.freshet.serving.orders.rules.Wish;
import java.time.Instant;
import java.util.Optional;

/**
 * A step that somebody wants an order to make.
 *
 * @param expectedVersion the order's, as far as they know
 * @param eventTime when it happened; empty: now
 * @param traceParent of the request's trace, where that is recorded
 */
public record StepRequest(
    long orderId,
    int expectedVersion,
    Wish wish,
    Optional<Instant> eventTime,
    RequestKey request,
    Optional<String> traceParent) {
  /** In no trace that is recorded. */
  public StepRequest(
      long orderId,
      int expectedVersion,
      Wish wish,
      Optional<Instant> eventTime,
      RequestKey request) {
    this(orderId, expectedVersion, wish, eventTime, request, Optional.empty());
  }

  public StepRequest in(Optional<String> trace) {
    return new StepRequest(orderId, expectedVersion, wish, eventTime, request, trace);
  }
}
