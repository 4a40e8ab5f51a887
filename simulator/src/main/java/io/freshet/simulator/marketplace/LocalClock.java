package io.freshet.simulator.marketplace;

import java.time.Instant;
import java.time.ZoneId;

/** Tells the local minute of the day; asks the time zone's rules once an hour only. */
final class LocalClock {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

  private final ZoneId zone;
  private long hour = Long.MIN_VALUE;
  private long offsetMillis;

  LocalClock(ZoneId zone) {
    this.zone = zone;
  }

  double minuteOfDay(long epochMillis) {
    // No zone changes its offset within an hour of UTC.
    long utcHour = Math.floorDiv(epochMillis, HOUR_MILLIS);
    if (utcHour != hour) {
      hour = utcHour;
      offsetMillis =
          zone.getRules().getOffset(Instant.ofEpochMilli(epochMillis)).getTotalSeconds() * 1_000L;
    }

    return Math.floorMod(epochMillis + offsetMillis, DAY_MILLIS) / 60_000.0;
  }
}
