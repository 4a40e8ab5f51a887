package io.freshet.batch;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * When one local day begins and ends in each market. A day has 23 or 25 hours where the clocks
 * change, and begins later where they change at midnight.
 */
final class MarketDays {
  /** One market's day, as instants; the end is the beginning of the next. */
  record MarketDay(String market, Instant start, Instant end) {
    static MarketDay of(String market, ZoneId zone, LocalDate day) {
      return new MarketDay(
          market,
          day.atStartOfDay(zone).toInstant(),
          day.plusDays(1).atStartOfDay(zone).toInstant());
    }
  }

  private static final StructType SCHEMA =
      new StructType()
          .add("market", DataTypes.StringType, false)
          .add("day_start", DataTypes.TimestampType, false)
          .add("day_end", DataTypes.TimestampType, false);

  private final List<MarketDay> days;

  private MarketDays(List<MarketDay> days) {
    this.days = List.copyOf(days);
  }

  /** The day in every market, by the time zone of the market's newest row. */
  static MarketDays of(Dataset<Row> markets, LocalDate day) {
    List<MarketDay> days = new ArrayList<>();
    for (Row row : newest(markets).collectAsList()) {
      days.add(MarketDay.of(row.getString(0), zone(row.getString(0), row.getString(1)), day));
    }
    if (days.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "The table of markets is empty, so nobody knows when a local day begins; send each"
              + " market's row to the stream markets first");
    }

    return new MarketDays(days);
  }

  static Dataset<Row> newest(Dataset<Row> markets) {
    return markets
        .groupBy("market")
        .agg(
            max_by(
                    col("time_zone"),
                    struct(
                        col("event_time"),
                        col(PlatformColumns.RECEIVED_AT),
                        col(PlatformColumns.SOURCE),
                        col(PlatformColumns.PARTITION),
                        col(PlatformColumns.OFFSET)))
                .as("time_zone"));
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

  List<MarketDay> days() {
    return days;
  }

  /** The earliest beginning over all markets: no row before it belongs to the day. */
  Instant start() {
    return days.stream().map(MarketDay::start).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** The latest end over all markets. */
  Instant end() {
    return days.stream().map(MarketDay::end).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Columns {@code market}, {@code day_start} and {@code day_end}; small enough to broadcast. */
  Dataset<Row> toDataset(SparkSession spark) {
    return spark.createDataFrame(
        days.stream().map(day -> RowFactory.create(day.market(), day.start(), day.end())).toList(),
        SCHEMA);
  }
}
