package io.freshet.serving.orders.store;

import io.freshet.serving.orders.rules.Signature;
import java.time.Instant;
import java.util.Optional;

/**
 * An order that somebody wants to be made.
 *
 * @param traceParent of the request's trace, where that is recorded
 */
public record Creation(
    OrderFacts facts,
    Signature by,
    Optional<Instant> eventTime,
    RequestKey request,
    Optional<String> traceParent) {
  /** In no trace that is recorded. */
  public Creation(OrderFacts facts, Signature by, Optional<Instant> eventTime, RequestKey request) {
    this(facts, by, eventTime, request, Optional.empty());
  }

  public Creation in(Optional<String> trace) {
    return new Creation(facts, by, eventTime, request, trace);
  }
}
