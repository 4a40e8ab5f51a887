package io.freshet.simulator.replay;

import io.freshet.simulator.event.Order;
import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.OrderStep.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Turns a trip into the steps of an order. Pickup and delivery are recorded; what a cab never had,
 * from the creation to the assignment, is invented shortly before the pickup and says so.
 */
final class TripSteps {
  /** No step of a trip lies further before its pickup. */
  static final long LEAD_SECONDS = 300;

  private static final long MICROS = 1_000_000;
  private static final List<Invented> INVENTED =
      List.of(
          new Invented(OrderState.CREATED, LEAD_SECONDS),
          new Invented(OrderState.CONFIRMED, 270),
          new Invented(OrderState.PREPARING, 240),
          new Invented(OrderState.READY, 120),
          new Invented(OrderState.DASHER_ASSIGNED, 60));

  private TripSteps() {}

  /**
   * In the order of their versions. No invented step lies on the local day before the pickup, so
   * that a replay of some days has the whole beginning of each order that it picks up; and no cab
   * is given an order while it has another.
   */
  static List<OrderStep> of(Trip trip, Optional<Trip> before) {
    long dayStart = CabRecording.startOfDaySeconds(trip.pickupDay());
    long freeFrom = Math.min(trip.pickupSeconds(), before.map(Trip::dropSeconds).orElse(dayStart));
    Order order =
        new Order(
            CabRecording.MARKET,
            trip.orderId(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            trip.pickup(),
            trip.drop(),
            Optional.empty());
    OptionalLong dasher = OptionalLong.of(StableId.of(trip.cab()));
    List<OrderStep> steps = new ArrayList<>();
    for (Invented step : INVENTED) {
      boolean assigned = step.state == OrderState.DASHER_ASSIGNED;
      long seconds = Math.max(dayStart, trip.pickupSeconds() - step.secondsBeforePickup);
      steps.add(
          new OrderStep(
              order,
              steps.size() + 1,
              step.state,
              MICROS * (assigned ? Math.max(freeFrom, seconds) : seconds),
              assigned ? dasher : OptionalLong.empty(),
              Optional.empty(),
              Provenance.INVENTED));
    }
    steps.add(recorded(order, 6, OrderState.PICKED_UP, trip.pickupSeconds(), dasher));
    steps.add(recorded(order, 7, OrderState.DELIVERED, trip.dropSeconds(), dasher));

    return steps;
  }

  private static OrderStep recorded(
      Order order, int version, OrderState state, long seconds, OptionalLong dasher) {
    return new OrderStep(
        order, version, state, MICROS * seconds, dasher, Optional.empty(), Provenance.OBSERVED);
  }

  private record Invented(OrderState state, long secondsBeforePickup) {}
}
