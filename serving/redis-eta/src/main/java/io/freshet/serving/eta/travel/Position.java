package io.freshet.serving.eta.travel;

/** A place on earth in degrees. */
public record Position(double latitude, double longitude) {
  private static final double EARTH_RADIUS_METERS = 6_371_000;

  /** Straight-line distance; flat within a market, which is exact to a few meters there. */
  public double metersTo(Position other) {
    double meanLatitude = Math.toRadians((latitude + other.latitude) / 2);
    double east = Math.toRadians(other.longitude - longitude) * Math.cos(meanLatitude);
    double north = Math.toRadians(other.latitude - latitude);

    return EARTH_RADIUS_METERS * Math.sqrt(east * east + north * north);
  }
}
