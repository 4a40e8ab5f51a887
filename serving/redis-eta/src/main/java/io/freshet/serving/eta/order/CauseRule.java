package io.freshet.serving.eta.order;

import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Traffic;
import java.time.Duration;

/** Says what holds an order up, where that is beyond doubt. */
final class CauseRule {
  /** How long a change of dashers explains whatever follows from it. */
  private static final long REASSIGNED_MILLIS = 180_000;

  /** A red light is shorter. */
  private static final long STOPPED_MILLIS = 180_000;

  /** A receiver at rest does not leave this circle. */
  private static final double STANDING_METERS = 80;

  /** Who stands nearer to the goal is at it. */
  private static final double AT_GOAL_METERS = 150;

  /** Around a few blocks is no detour. */
  private static final double DETOUR_METERS = 400;

  /** The part of its speed that a market must lose. */
  private static final double SLOWER = 0.8;

  /** A dasher at the counter gets its food sooner. */
  private static final long WAITED_MILLIS = 180_000;

  /** Food that is ready finds a dasher sooner. */
  private static final long UNASSIGNED_MILLIS = 300_000;

  /** No usual dish stays in one state for longer. */
  private static final long COOKING_MILLIS = 1_200_000;

  private final long silentMillis;

  /**
   * @param silentAfter how long a dasher's phone may say nothing
   */
  CauseRule(Duration silentAfter) {
    this.silentMillis = silentAfter.toMillis();
  }

  /** Takes a position of the order's dasher in, and how fast its market is. */
  void see(Trip trip, long millis, Position position, Outlook outlook) {
    see(trip, millis, position, outlook.legs().get(0).meters());
    if (!isSpeedKnown(trip) && outlook.speed().isPresent()) {
      trip.marketSpeed = (float) outlook.speed().get().inMarket();
    }
  }

  /**
   * The same where the speed is known, or need not be.
   *
   * @param metersAhead straight-line distance to the stage's goal; negative when nobody knows it
   */
  void see(Trip trip, long millis, Position position, double metersAhead) {
    boolean stands =
        trip.stoodSince != Trip.NEVER
            && position.metersTo(trip.stoodLatitude, trip.stoodLongitude) <= STANDING_METERS;
    if (!stands) {
      trip.stoodSince = millis;
      trip.stoodLatitude = position.latitude();
      trip.stoodLongitude = position.longitude();
    }
    if (metersAhead >= 0) {
      trip.nearestMeters = Math.min(trip.nearestMeters, (float) metersAhead);
    }
  }

  /** Whether it is known how fast the market was when the stage began. */
  static boolean isSpeedKnown(Trip trip) {
    return trip.marketSpeed != 0;
  }

  /** The cause at a moment; {@link Reason#ON_TIME} when none is known. */
  Reason at(Trip trip, long millis, Outlook outlook) {
    if (trip.isOver()) {
      return Reason.ON_TIME;
    }
    if (trip.stage == Stage.PREPARATION) {
      return unassigned(trip, millis);
    }
    if (isSilent(trip, millis)) {
      return Reason.NO_SIGNAL;
    }
    if (trip.reassignedAt != Trip.NEVER && millis - trip.reassignedAt < REASSIGNED_MILLIS) {
      return Reason.REASSIGNED;
    }

    return trip.stage == Stage.WAIT ? atRestaurant(trip, millis) : onTheRoad(trip, millis, outlook);
  }

  private static Reason unassigned(Trip trip, long millis) {
    if (trip.reassignedAt != Trip.NEVER) {
      return Reason.NO_DASHER;
    }
    if (trip.readyAt != Trip.NEVER) {
      return millis - trip.readyAt >= UNASSIGNED_MILLIS ? Reason.NO_DASHER : Reason.ON_TIME;
    }

    return millis - trip.stateSince >= COOKING_MILLIS ? Reason.KITCHEN_SLOW : Reason.ON_TIME;
  }

  private boolean isSilent(Trip trip, long millis) {
    return millis - trip.seenAt() >= silentMillis;
  }

  private static Reason atRestaurant(Trip trip, long millis) {
    return millis - trip.arrivedAt >= WAITED_MILLIS ? Reason.KITCHEN_SLOW : Reason.ON_TIME;
  }

  private static Reason onTheRoad(Trip trip, long millis, Outlook outlook) {
    Leg leg = outlook.legs().get(0);
    if (leg.hasDistance()) {
      boolean stands = trip.stoodSince != Trip.NEVER && millis - trip.stoodSince >= STOPPED_MILLIS;
      if (stands && leg.meters() > AT_GOAL_METERS) {
        return Reason.DASHER_STOPPED;
      }
      if (leg.meters() > trip.nearestMeters + DETOUR_METERS) {
        return Reason.DETOUR;
      }
    }
    double speed = outlook.speed().map(Traffic.Speed::inMarket).orElse(0.0);

    return speed > 0 && speed < SLOWER * trip.marketSpeed ? Reason.TRAFFIC : Reason.ON_TIME;
  }
}
