package io.freshet.orchestration.relay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each market's time zone, by its newest row. */
final class Zones {
  private static final Logger log = LoggerFactory.getLogger(Zones.class);

  private record Row(Instant since, ZoneId zone) {}

  private final Map<String, Row> newest = new HashMap<>();

  void put(String market, Instant since, String timeZone) {
    try {
      Row row = new Row(since, ZoneId.of(timeZone));
      newest.merge(market, row, (old, other) -> other.since().isBefore(old.since()) ? old : other);
    } catch (DateTimeException e) {
      log.warn("Time zone ignored market={} time_zone={} wanted=an IANA name", market, timeZone);
    }
  }

  LocalDays days() {
    return new LocalDays(newest.values().stream().map(Row::zone).toList());
  }
}
