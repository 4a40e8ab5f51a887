package io.freshet.serving.orders.store;

import io.freshet.serving.orders.rules.OrderState;
import io.freshet.serving.orders.rules.Signature;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * A step that an order has made.
 *
 * @param version counts the steps of one order from 1
 * @param dasher who has the order since; empty when nobody has
 * @param recordedAt when it was written down
 */
public record OrderStep(
    long orderId,
    int version,
    OrderState state,
    OptionalLong dasher,
    Instant eventTime,
    Instant recordedAt,
    Signature by) {}
