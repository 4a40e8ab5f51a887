package io.freshet.serving.orders.store;

import io.freshet.serving.orders.rules.OrderState;
import java.util.Optional;

/**
 * Which orders somebody asks for, in the order of their ids.
 *
 * @param after those with higher ids alone
 */
public record OrderQuestion(
    Optional<String> market, Optional<OrderState> state, long after, int limit) {}
