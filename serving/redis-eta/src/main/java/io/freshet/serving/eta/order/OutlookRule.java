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
          place.isEmpty() || trip.pickup == null
              ? Outlook.of(waiting(trip), handOver(trip, millis, traffic))
              : Outlook.of(
                  toPickup(trip, place.get(), millis, traffic),
                  wait(trip, millis),
                  handOver(trip, millis, traffic));
      case WAIT -> Outlook.of(wait(trip, millis), handOver(trip, millis, traffic));
      case TO_CUSTOMER ->
          Outlook.of(
              place
                  .map(from -> toDropoff(trip, from, millis, traffic))
                  .orElseGet(() -> handOver(trip, millis, traffic)));
    };
  }

  /**
   * Of the first leg of the same outlook, how far its goal is from where the dasher is; negative
   * where it has none that is known. Costs next to nothing.
   */
  static double metersAhead(Trip trip, Position place) {
    Position goal =
        switch (trip.stage) {
          case PREPARATION, WAIT -> null;
          case TO_RESTAURANT -> trip.pickup;
          case TO_CUSTOMER -> trip.dropoff;
        };

    return goal == null ? -1 : place.metersTo(goal);
  }

  /** Until the pick-up, as long as that takes from this state on. */
  private Stretch waiting(Trip trip) {
    long from = trip.pickup == null ? 0 : pickupCell(trip);

    return new Stretch(Leg.unknown(trip.stage, trip.state.ordinal(), from), Optional.empty());
  }

  /** From the dasher's arrival at the restaurant, or from now on if it is there. */
  private Stretch wait(Trip trip, long millis) {
    return new Stretch(
        Leg.unknown(Stage.WAIT, WaitRule.step(trip, millis), pickupCell(trip)), Optional.empty());
  }

  /** From the restaurant to the customer. */
  private Stretch handOver(Trip trip, long millis, Traffic traffic) {
    if (trip.pickup == null) {
      return pathless(Stage.TO_CUSTOMER, 0);
    }
    Way way = new Way(trip.pickup, pickupCell(trip), trip.dropoff, dropoffCell(trip));

    return road(Stage.TO_CUSTOMER, way, millis, true, traffic);
  }

  private Stretch toPickup(Trip trip, Position from, long millis, Traffic traffic) {
    Way way = new Way(from, cells.cell(from), trip.pickup, pickupCell(trip));

    return road(trip.stage, way, millis, false, traffic);
  }

  private Stretch toDropoff(Trip trip, Position from, long millis, Traffic traffic) {
    Way way = new Way(from, cells.cell(from), trip.dropoff, dropoffCell(trip));

    return road(trip.stage, way, millis, millis == trip.stageSince, traffic);
  }

  private static Stretch road(
      Stage stage, Way way, long millis, boolean settingOut, Traffic traffic) {
    if (way.to == null) {
      return pathless(stage, way.fromCell);
    }
    Traffic.Speed speed = traffic.at(way.fromCell, millis);
    double meters = way.from.metersTo(way.to);
    Leg leg =
        new Leg(stage, 0, meters, speed.metersPerSecond(), settingOut, way.fromCell, way.toCell);

    return new Stretch(leg, Optional.of(speed));
  }

  /**
   * @param to null when nobody knows
   */
  private record Way(Position from, long fromCell, Position to, long toCell) {}

  private long pickupCell(Trip trip) {
    if (trip.pickupCell == Trip.UNKNOWN_CELL && trip.pickup != null) {
      trip.pickupCell = cells.cell(trip.pickup);
    }

    return trip.pickupCell;
  }

  private long dropoffCell(Trip trip) {
    if (trip.dropoffCell == Trip.UNKNOWN_CELL && trip.dropoff != null) {
      trip.dropoffCell = cells.cell(trip.dropoff);
    }

    return trip.dropoffCell;
  }

  private static Stretch pathless(Stage stage, long from) {
    return new Stretch(Leg.unknown(stage, OrderState.PICKED_UP.ordinal(), from), Optional.empty());
  }
}
