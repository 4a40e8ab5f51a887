package io.freshet.simulator.marketplace;

import io.freshet.simulator.event.Order;
import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.OrderStep.Provenance;
import java.util.Optional;
import java.util.OptionalLong;

/** An order's state while it is under way. */
final class OpenOrder {
  final Order order;
  final Restaurant restaurant;
  final Spot customer;
  final long createdMillis;

  boolean isReady;
  boolean isPickedUp;
  boolean isClosed;
  boolean isDasherThere;
  Dasher dasher;
  // Tells assignments apart: what was planned for one must not happen to the next.
  int assignment;

  private int version;

  OpenOrder(Order order, Restaurant restaurant, Spot customer, long createdMillis) {
    this.order = order;
    this.restaurant = restaurant;
    this.customer = customer;
    this.createdMillis = createdMillis;
  }

  boolean isAssigned(int expectedAssignment) {
    return !isClosed && dasher != null && assignment == expectedAssignment;
  }

  boolean isReassigned(OrderStep step) {
    return step.state() == OrderState.DASHER_ASSIGNED && assignment > 1;
  }

  OrderStep step(OrderState state, long millis, Optional<String> reason) {
    return new OrderStep(
        order,
        ++version,
        state,
        millis * 1_000,
        dasher == null ? OptionalLong.empty() : OptionalLong.of(dasher.id),
        reason,
        Provenance.OBSERVED);
  }
}
