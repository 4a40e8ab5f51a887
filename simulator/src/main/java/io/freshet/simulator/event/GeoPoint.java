package io.freshet.simulator.event;

import java.util.Optional;

/** A place on earth in millionths of a degree, which is what the contracts' coordinates hold. */
public record GeoPoint(int latitudeMicros, int longitudeMicros) {
  private static final double MICROS = 1_000_000;

  /**
   * Rounds to the nearest millionth of a degree.
   *
   * @throws IllegalArgumentException when a coordinate is no number or lies beyond ±999 degrees,
   *     which is all that {@code decimal(9,6)} can hold; places that are not on earth are accepted
   */
  public static GeoPoint ofDegrees(double latitude, double longitude) {
    return new GeoPoint(micros(latitude), micros(longitude));
  }

  /** The same; nothing where there can be no such coordinates. */
  public static Optional<GeoPoint> ifPossible(double latitude, double longitude) {
    return isPossible(latitude) && isPossible(longitude)
        ? Optional.of(ofDegrees(latitude, longitude))
        : Optional.empty();
  }

  public double latitude() {
    return latitudeMicros / MICROS;
  }

  public double longitude() {
    return longitudeMicros / MICROS;
  }

  private static boolean isPossible(double degrees) {
    return Math.abs(degrees) < 999.9999995; // false for NaN, too
  }

  private static int micros(double degrees) {
    if (!isPossible(degrees)) {
      throw new IllegalArgumentException(
          "%s is no coordinate; decimal(9,6) holds -999.999999 to 999.999999".formatted(degrees));
    }

    return (int) Math.round(degrees * MICROS);
  }
}
