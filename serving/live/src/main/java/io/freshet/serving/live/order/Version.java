package io.freshet.serving.live.order;

import java.util.Comparator;

/**
 * Which of an order's documents is newer: that of a higher order version, or of the same at a later
 * event time.
 */
public record Version(long orderVersion, long eventMillis) implements Comparable<Version> {
  private static final Comparator<Version> ORDER =
      Comparator.comparingLong(Version::orderVersion).thenComparingLong(Version::eventMillis);

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  public boolean isNewerThan(Version other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return orderVersion + "-" + eventMillis;
  }
}
