package io.freshet.serving.eta.order;

import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Fix;

/** Knows when a dasher is at the restaurant, and what the wait there depends on. */
final class WaitRule {
  /** A receiver's noise, and the way from the kerb to the counter. */
  private static final double ARRIVED_METERS = 100;

  /** Farther away: who walks around the block does not arrive a second time. */
  private static final double LEFT_METERS = 250;

  private static final long SHORT_MILLIS = 120_000;
  private static final long LONG_MILLIS = 360_000;

  /** Steps of a wait that is still to come: the food is not ready, or it is. */
  private static final int AHEAD = 0;

  private static final int AHEAD_READY = 1;

  /**
   * Steps of one that has begun: three by how long it has lasted, and three more for ready food.
   */
  private static final int HERE = 2;

  private static final int HERE_READY = 5;

  private WaitRule() {}

  /** Lets the stage follow the dasher into the restaurant, and out of it without the food. */
  static void follow(Trip trip, Fix fix) {
    if (trip.pickup == null) {
      return;
    }
    if (trip.stage == Stage.TO_RESTAURANT && meters(trip, fix) <= ARRIVED_METERS) {
      trip.enter(Stage.WAIT, fix.millis());
      trip.arrivedAt = fix.millis();
    } else if (trip.stage == Stage.WAIT && meters(trip, fix) > LEFT_METERS) {
      trip.enter(Stage.TO_RESTAURANT, fix.millis());
      trip.arrivedAt = Trip.NEVER;
    }
  }

  private static double meters(Trip trip, Fix fix) {
    return fix.position().metersTo(trip.pickup);
  }

  static int step(Trip trip, long millis) {
    boolean ready = trip.readyAt != Trip.NEVER;
    if (trip.stage != Stage.WAIT) {
      return ready ? AHEAD_READY : AHEAD;
    }
    long waited = millis - trip.arrivedAt;
    int length = waited < SHORT_MILLIS ? 0 : waited < LONG_MILLIS ? 1 : 2;

    return (ready ? HERE_READY : HERE) + length;
  }

  /** Whether it was a wait that had not begun. */
  static boolean isAhead(Leg leg) {
    return leg.stage() == Stage.WAIT && leg.step() < HERE;
  }
}
