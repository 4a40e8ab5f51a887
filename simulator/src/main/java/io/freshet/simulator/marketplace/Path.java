package io.freshet.simulator.marketplace;

import java.util.ArrayList;
import java.util.List;

/** Finds the way along the streets: the corners at which one turns, start and end included. */
final class Path {
  // A shorter way is not worth the turns that it takes to reach an arterial road.
  private static final double ARTERIAL_WORTH_METERS = 1_200;

  private Path() {}

  static List<Spot> between(Spot from, Spot to) {
    List<Spot> corners = new ArrayList<>(6);
    corners.add(from);
    if (!onOneStreet(from, to)) {
      Spot first = crossingTowards(from, to);
      Spot last = crossingTowards(to, from);
      double street =
          Math.abs(first.east() - last.east()) < ARTERIAL_WORTH_METERS
              ? first.north()
              : StreetGrid.nearestArterial(first.north());
      add(corners, first);
      add(corners, new Spot(first.east(), street));
      add(corners, new Spot(last.east(), street));
      add(corners, last);
    }
    add(corners, to);

    return corners;
  }

  /** The end of the spot's block that lies towards the other spot. */
  private static Spot crossingTowards(Spot spot, Spot other) {
    return new Spot(
        crossingTowards(spot.east(), other.east()), crossingTowards(spot.north(), other.north()));
  }

  private static double crossingTowards(double meters, double other) {
    double blocks = meters / StreetGrid.BLOCK_METERS;

    return StreetGrid.BLOCK_METERS * (other > meters ? Math.ceil(blocks) : Math.floor(blocks));
  }

  private static boolean onOneStreet(Spot a, Spot b) {
    return (a.east() == b.east() && isStreet(a.east()))
        || (a.north() == b.north() && isStreet(a.north()));
  }

  private static boolean isStreet(double meters) {
    return meters % StreetGrid.BLOCK_METERS == 0;
  }

  private static void add(List<Spot> corners, Spot corner) {
    if (!corners.get(corners.size() - 1).equals(corner)) {
      corners.add(corner);
    }
  }
}
