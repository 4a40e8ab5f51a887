package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.travel.Position;

/**
 * A step of an order, as far as supply asks.
 *
 * @param dasherId null when the step names none
 * @param pickup null when the step does not say
 */
public record Step(int version, OrderState state, long millis, Long dasherId, Position pickup) {
  static Step of(OrderEvent event) {
    return new Step(
        event.orderVersion(), event.state(), event.millis(), event.dasherId(), event.pickup());
  }
}
