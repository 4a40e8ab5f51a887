package io.freshet.serving.eta.supply;

/** Full minutes of event time, each named by its end. */
final class Minutes {
  static final long MILLIS = 60_000;

  private Minutes() {}

  /** The end of the minute that a moment lies in; a full minute begins the next one. */
  static long endOf(long millis) {
    return (Math.floorDiv(millis, MILLIS) + 1) * MILLIS;
  }
}
