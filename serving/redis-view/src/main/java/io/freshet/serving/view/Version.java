package io.freshet.serving.view;

import java.time.Instant;
import java.util.Comparator;

/**
 * By which Redis holds one document newer than another: a higher order version, or the same at a
 * later time of its event. A dasher's has 0 as its order version.
 */
public record Version(long orderVersion, long eventMillis) implements Comparable<Version> {
  private static final Comparator<Version> ORDER =
      Comparator.comparingLong(Version::orderVersion).thenComparingLong(Version::eventMillis);

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  public Instant eventTime() {
    return Instant.ofEpochMilli(eventMillis);
  }
}
