package io.freshet.serving.orders.store;

import io.freshet.serving.orders.rules.Wish;
import java.time.Instant;
import java.util.Optional;

/**
 * A step that somebody wants an order to make.
 *
 * @param expectedVersion the order's, as far as they know
 * @param eventTime when it happened; empty: now
 */
public record StepRequest(
    long orderId,
    int expectedVersion,
    Wish wish,
    Optional<Instant> eventTime,
    RequestKey request) {}
