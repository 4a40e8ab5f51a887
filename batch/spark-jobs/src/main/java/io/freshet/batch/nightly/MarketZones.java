package io.freshet.batch.nightly;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The time zone of each market, by its newest row: which local day an instant lies in there. */
public record MarketZones(Map<String, ZoneId> zones) {
  public MarketZones {
    zones = new TreeMap<>(zones);
  }

  public static MarketZones of(Dataset<Row> markets) {
    Map<String, ZoneId> zones = new TreeMap<>();
    for (Row row : newest(markets).collectAsList()) {
      String market = row.getAs("market");
      zones.put(market, zone(market, row.getAs("time_zone")));
    }

    return new MarketZones(zones);
  }

  /** Of each market the newest row's {@code time_zone} and {@code currency}. */
  public static Dataset<Row> newest(Dataset<Row> markets) {
    Column order =
        struct(
            col("event_time"),
            col(PlatformColumns.RECEIVED_AT),
            col(PlatformColumns.SOURCE),
            col(PlatformColumns.PARTITION),
            col(PlatformColumns.OFFSET));

    return markets
        .groupBy("market")
        .agg(
            max_by(col("time_zone"), order).as("time_zone"),
            max_by(col("currency"), order).as("currency"));
  }

  /** Empty for a market that nobody knows. */
  public Optional<LocalDate> localDay(String market, Instant time) {
    return Optional.ofNullable(zones.get(market)).map(zone -> time.atZone(zone).toLocalDate());
  }

  /** The stretch from one local day to another, which is not in it, in every market. */
  public MarketDays days(LocalDate from, LocalDate to) {
    if (zones.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "The table of markets is empty, so nobody knows when a local day begins; send each"
              + " market's row to the stream markets first");
    }

    return new MarketDays(
        zones.entrySet().stream()
            .map(zone -> MarketDays.MarketDay.of(zone.getKey(), zone.getValue(), from, to))
            .toList());
  }

  private static ZoneId zone(String market, String timeZone) {
    try {
      return ZoneId.of(timeZone);
    } catch (DateTimeException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Market %s has the time zone %s; it must be an IANA name such as Europe/Berlin"
              .formatted(market, timeZone),
          e);
    }
  }
}
