package io.freshet.simulator.replay;

import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.event.MarketDefined;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** What is known of the recorded cabs beyond their files: the place and its time. */
public final class CabRecording {
  public static final String MARKET = "san_francisco";
  public static final ZoneId TIME_ZONE = ZoneId.of("America/Los_Angeles");

  private static final GeoPoint CENTRE = GeoPoint.ofDegrees(37.7749, -122.4194);

  private static final long FIRST_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private CabRecording() {}

  /** Whether that is a time in a year of four digits, which is all that events can tell. */
  static boolean isTime(long epochSeconds) {
    return FIRST_SECOND <= epochSeconds && epochSeconds <= LAST_SECOND;
  }

  static LocalDate localDay(long epochSeconds) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(epochSeconds), TIME_ZONE);
  }

  static long startOfDaySeconds(LocalDate localDay) {
    return localDay.atStartOfDay(TIME_ZONE).toEpochSecond();
  }

  static MarketDefined market(long eventMicros) {
    return new MarketDefined(MARKET, "San Francisco", TIME_ZONE, "USD", CENTRE, eventMicros);
  }
}
