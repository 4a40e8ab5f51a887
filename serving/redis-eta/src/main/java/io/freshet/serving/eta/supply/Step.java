package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.travel.Position;
import java.util.Objects;

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

  /** The same, with a place or a dasher that are the other's in the other's objects. */
  Step sharing(Step other) {
    return new Step(
        version,
        state,
        millis,
        Objects.equals(dasherId, other.dasherId) ? other.dasherId : dasherId,
        Objects.equals(pickup, other.pickup) ? other.pickup : pickup);
  }
}
