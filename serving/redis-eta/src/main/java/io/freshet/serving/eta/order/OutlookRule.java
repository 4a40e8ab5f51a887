package io.freshet.serving.eta.order;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.order.Outlook.Stretch;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Traffic;
import java.util.Optional;

/** Says what lies ahead of an order, from its places, its dasher's place and the traffic. */
final class OutlookRule {
  private final Cells cells;

  OutlookRule(Cells cells) {
    this.cells = cells;
  }

  /**
   * What is left at {@code millis}.
   *
   * @param fix where the dasher is; empty when nobody knows
   */
  Outlook at(Trip trip, long millis, Optional<Fix> fix, Traffic traffic) {
    if (trip.isOver()) {
      return Outlook.OVER;
    }
    Optional<Position> place = fix.map(Fix::position);

    return switch (trip.stage) {
      case PREPARATION -> Outlook.of(waiting(trip), handOver(trip, millis, traffic));
      case TO_RESTAURANT ->
          Outlook.of(
              place
                  .map(from -> road(trip.stage, from, trip.pickup, millis, false, traffic))
                  .orElseGet(() -> waiting(trip)),
              handOver(trip, millis, traffic));
      case TO_CUSTOMER ->
          Outlook.of(
              place
                  .map(
                      from ->
                          road(
                              trip.stage,
                              from,
                              trip.dropoff,
                              millis,
                              millis == trip.stageSince,
                              traffic))
                  .orElseGet(() -> handOver(trip, millis, traffic)));
    };
  }

  /** Until the pick-up, as long as that takes from this state on. */
  private Stretch waiting(Trip trip) {
    long from = trip.pickup == null ? 0 : cells.cell(trip.pickup);

    return new Stretch(Leg.unknown(trip.stage, trip.state.ordinal(), from), Optional.empty());
  }

  /** From the restaurant to the customer. */
  private Stretch handOver(Trip trip, long millis, Traffic traffic) {
    return trip.pickup == null
        ? pathless(Stage.TO_CUSTOMER, 0)
        : road(Stage.TO_CUSTOMER, trip.pickup, trip.dropoff, millis, true, traffic);
  }

  private Stretch road(
      Stage stage, Position from, Position to, long millis, boolean settingOut, Traffic traffic) {
    long cell = cells.cell(from);
    if (to == null) {
      return pathless(stage, cell);
    }
    Traffic.Speed speed = traffic.at(cell, millis);
    Leg leg =
        new Leg(
            stage, 0, from.metersTo(to), speed.metersPerSecond(), settingOut, cell, cells.cell(to));

    return new Stretch(leg, Optional.of(speed.basis()));
  }

  private static Stretch pathless(Stage stage, long from) {
    return new Stretch(Leg.unknown(stage, OrderState.PICKED_UP.ordinal(), from), Optional.empty());
  }
}
