package io.freshet.serving.eta.travel;

/** A place on earth in degrees. */
public record Position(double latitude, double longitude) {
  private static final double EARTH_RADIUS_METERS = 6_371_000;

  /** Straight-line distance; flat within a market, which is exact to a few meters there. */
  public double metersTo(Position other) {
    return metersTo(other.latitude, other.longitude);
  }

  public double metersEastTo(Position other) {
    double meanLatitude = Math.toRadians((latitude + other.latitude) / 2);

    return EARTH_RADIUS_METERS
        * Math.toRadians(other.longitude - longitude)
        * Math.cos(meanLatitude);
  }

  public double metersNorthTo(Position other) {
    return EARTH_RADIUS_METERS * Math.toRadians(other.latitude - latitude);
  }

  public double metersTo(double otherLatitude, double otherLongitude) {
    double meanLatitude = Math.toRadians((latitude + otherLatitude) / 2);
    double east = Math.toRadians(otherLongitude - longitude) * Math.cos(meanLatitude);
    double north = Math.toRadians(otherLatitude - latitude);

    return EARTH_RADIUS_METERS * Math.sqrt(east * east + north * north);
  }
}
