package io.freshet.simulator.marketplace;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One dasher's way from one spot to another, worked out when it begins: where they are at any time
 * of it follows without stepping through. Times that are asked for must not go back.
 */
final class Drive {
  private static final double RED_LIGHTS = .35;
  private static final long LONGEST_RED_LIGHT_MILLIS = 40_000;

  private final double[] east;
  private final double[] north;
  private final long[] millis;
  private int passed;

  private Drive(double[] east, double[] north, long[] millis) {
    this.east = east;
    this.north = north;
    this.millis = millis;
  }

  /** Standing still. */
  static Drive parked(Spot spot, long now) {
    return new Drive(new double[] {spot.east()}, new double[] {spot.north()}, new long[] {now});
  }

  static Drive plan(Spot from, Spot to, long departure, Roads roads) {
    Plan plan = new Plan(roads, from, departure);
    List<Spot> corners = Path.between(from, to);
    for (int i = 1; i < corners.size(); i++) {
      plan.driveTo(corners.get(i));
      if (i < corners.size() - 1) {
        plan.turn();
      }
    }

    return plan.drive();
  }

  long arrivalMillis() {
    return millis[millis.length - 1];
  }

  /** Where the dasher is; before the departure at the start, after the arrival at the end. */
  Spot at(long now) {
    return new Spot(eastAt(now), northAt(now));
  }

  double eastAt(long now) {
    return along(east, now);
  }

  double northAt(long now) {
    return along(north, now);
  }

  private double along(double[] coordinate, long now) {
    int last = millis.length - 1;
    while (passed < last && millis[passed + 1] <= now) {
      passed++;
    }
    if (passed == last) {
      return coordinate[last];
    }
    double from = coordinate[passed];
    double to = coordinate[passed + 1];
    // Exactly on its street: the way back to a crossing depends on it.
    if (from == to || now <= millis[passed]) {
      return from;
    }

    return from
        + (to - from) * (now - millis[passed]) / (double) (millis[passed + 1] - millis[passed]);
  }

  /**
   * What a drive depends on.
   *
   * @param pace the dasher's own: a bicycle is slower than a car
   */
  record Roads(StreetGrid grid, LocalClock clock, RandomGenerator random, double pace) {}

  private static final class Plan {
    private final Roads roads;
    private double[] east = new double[24];
    private double[] north = new double[24];
    private long[] millis = new long[24];
    private int size;
    private Spot here;
    private long now;

    Plan(Roads roads, Spot from, long departure) {
      this.roads = roads;
      reach(from, departure);
    }

    /** Along one street, area by area. */
    void driveTo(Spot corner) {
      boolean eastWest = here.north() == corner.north();
      while (!here.equals(corner)) {
        Spot next =
            eastWest
                ? new Spot(StreetGrid.nextBorder(here.east(), corner.east()), here.north())
                : new Spot(here.east(), StreetGrid.nextBorder(here.north(), corner.north()));
        double speed =
            roads.grid().speed(here, next)
                * Rhythm.roadSpeed(roads.clock().minuteOfDay(now))
                * roads.pace();
        reach(next, now + Math.max(1, (long) (here.gridDistance(next) / speed * 1_000)));
      }
    }

    void turn() {
      if (roads.random().nextDouble() < RED_LIGHTS) {
        reach(here, now + roads.random().nextLong(LONGEST_RED_LIGHT_MILLIS));
      }
    }

    private void reach(Spot spot, long at) {
      if (size == millis.length) {
        east = Arrays.copyOf(east, 2 * size);
        north = Arrays.copyOf(north, 2 * size);
        millis = Arrays.copyOf(millis, 2 * size);
      }
      here = spot;
      now = at;
      east[size] = spot.east();
      north[size] = spot.north();
      millis[size++] = at;
    }

    Drive drive() {
      return new Drive(
          Arrays.copyOf(east, size), Arrays.copyOf(north, size), Arrays.copyOf(millis, size));
    }
  }
}
