package io.freshet.simulator.marketplace;

import io.freshet.simulator.event.GeoPoint;
import java.util.random.RandomGenerator;

/**
 * A city's streets: one every 100 m in both directions, each sixth of them an arterial road. How
 * fast one gets along depends on the road, on the area (crowded in the centre) and on the hour.
 */
final class StreetGrid {
  /** Half the side of the square that a city is. */
  static final double HALF_SIDE_METERS = 6_000;

  static final double BLOCK_METERS = 100;
  static final double ARTERIAL_METERS = 600;

  private static final double AREA_METERS = 1_000;
  static final int AREAS_A_SIDE = (int) (2 * HALF_SIDE_METERS / AREA_METERS);
  static final int AREAS = AREAS_A_SIDE * AREAS_A_SIDE;

  private static final double STREET_METERS_PER_SECOND = 7;
  private static final double ARTERIAL_METERS_PER_SECOND = 12;

  private static final double METERS_PER_DEGREE = 111_320;
  private static final double MICROS_PER_DEGREE = 1_000_000;

  private final GeoPoint centre;
  private final double latitudeMicrosPerMeter = MICROS_PER_DEGREE / METERS_PER_DEGREE;
  private final double longitudeMicrosPerMeter;
  private final double[] areaSpeed = new double[AREAS];

  StreetGrid(GeoPoint centre, RandomGenerator random) {
    this.centre = centre;
    this.longitudeMicrosPerMeter =
        latitudeMicrosPerMeter / StrictMath.cos(Math.toRadians(centre.latitude()));
    for (int area = 0; area < areaSpeed.length; area++) {
      areaSpeed[area] = outwards(area) + random.nextDouble(-.1, .1);
    }
  }

  GeoPoint geoPoint(double east, double north) {
    return new GeoPoint(
        centre.latitudeMicros() + (int) Math.round(north * latitudeMicrosPerMeter),
        centre.longitudeMicros() + (int) Math.round(east * longitudeMicrosPerMeter));
  }

  GeoPoint geoPoint(Spot spot) {
    return geoPoint(spot.east(), spot.north());
  }

  /** Somewhere along a street, more likely near the centre the smaller {@code spread} is. */
  Spot address(RandomGenerator random, double spread) {
    double crossing = crossing(random.nextGaussian() * spread);
    double along =
        clamp(crossing(random.nextGaussian() * spread) + random.nextDouble() * BLOCK_METERS);

    return random.nextBoolean() ? new Spot(along, crossing) : new Spot(crossing, along);
  }

  /** Meters per second from one spot to another on the same street, without the hour's share. */
  double speed(Spot from, Spot to) {
    boolean eastWest = from.north() == to.north();
    double street = eastWest ? from.north() : from.east();
    double base = isArterial(street) ? ARTERIAL_METERS_PER_SECOND : STREET_METERS_PER_SECOND;

    return base * areaSpeed[area((from.east() + to.east()) / 2, (from.north() + to.north()) / 2)];
  }

  /** Number of the area that a place lies in, row by row from the south-west. */
  static int area(double east, double north) {
    return areaIndex(north) * AREAS_A_SIDE + areaIndex(east);
  }

  /** Where the street that leads east or north next enters another area, going up or down. */
  static double nextBorder(double from, double to) {
    double areas = from / AREA_METERS;
    double border = AREA_METERS * (to > from ? Math.floor(areas) + 1 : Math.ceil(areas) - 1);

    return to > from ? Math.min(border, to) : Math.max(border, to);
  }

  static double nearestArterial(double street) {
    return clamp(Math.rint(street / ARTERIAL_METERS) * ARTERIAL_METERS);
  }

  static boolean isArterial(double street) {
    return street % ARTERIAL_METERS == 0;
  }

  /** The street nearest to a coordinate, within the city. */
  static double crossing(double meters) {
    return clamp(Math.rint(meters / BLOCK_METERS) * BLOCK_METERS);
  }

  private static double outwards(int area) {
    double middle = (AREAS_A_SIDE - 1) / 2.0;
    int row = area / AREAS_A_SIDE;
    int column = area % AREAS_A_SIDE;
    double distance = StrictMath.hypot(column - middle, row - middle) / middle;

    return .75 + .4 * Math.min(1, distance);
  }

  private static int areaIndex(double meters) {
    int index = (int) ((meters + HALF_SIDE_METERS) / AREA_METERS);

    return Math.max(0, Math.min(AREAS_A_SIDE - 1, index));
  }

  private static double clamp(double meters) {
    return Math.max(-HALF_SIDE_METERS, Math.min(HALF_SIDE_METERS, meters));
  }
}
