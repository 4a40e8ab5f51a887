package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.travel.Position;

/**
 * How an order stood that was not over.
 *
 * @param dasherId null while nobody has it
 * @param pickup null when no step said
 * @param since when its first step was
 */
record OpenOrder(OrderState state, Long dasherId, Position pickup, long since) {
  boolean isUnassigned() {
    return dasherId == null;
  }

  boolean isReady() {
    return isUnassigned() && state == OrderState.READY;
  }
}
