package io.freshet.batch.nightly;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.unix_micros;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * When one stretch of local days begins and ends in each market. A day has 23 or 25 hours where the
 * clocks change, and begins later where they change at midnight.
 */
public final class MarketDays {
  /** One market's stretch, as instants; the end is the beginning of the next. */
  public record MarketDay(String market, Instant start, Instant end) {
    static MarketDay of(String market, ZoneId zone, LocalDate from, LocalDate to) {
      return new MarketDay(
          market, from.atStartOfDay(zone).toInstant(), to.atStartOfDay(zone).toInstant());
    }
  }

  private static final StructType SCHEMA =
      new StructType()
          .add("market", DataTypes.StringType, false)
          .add("day_start", DataTypes.TimestampType, false)
          .add("day_end", DataTypes.TimestampType, false);

  private final List<MarketDay> days;

  MarketDays(List<MarketDay> days) {
    this.days = List.copyOf(days);
  }

  /** One day in every market, by the time zone of the market's newest row. */
  public static MarketDays of(Dataset<Row> markets, LocalDate day) {
    return MarketZones.of(markets).days(day, day.plusDays(1));
  }

  List<MarketDay> days() {
    return days;
  }

  /** The earliest beginning over all markets: no row before it belongs to the day. */
  public Instant start() {
    return days.stream().map(MarketDay::start).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** The latest end over all markets. */
  public Instant end() {
    return days.stream().map(MarketDay::end).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Columns {@code market}, {@code day_start} and {@code day_end}; small enough to broadcast. */
  public Dataset<Row> toDataset(SparkSession spark) {
    return spark.createDataFrame(
        days.stream().map(day -> RowFactory.create(day.market(), day.start(), day.end())).toList(),
        SCHEMA);
  }

  /**
   * Whether a time lies in it in the row's {@code market}, without a join, for counts that a rule
   * is checked against. Null, which counts as no, where the market is unknown.
   */
  public Column hold(Column time) {
    Column micros = unix_micros(time);

    return micros.geq(startMicros()).and(micros.lt(endMicros()));
  }

  /** Whether a time lies before it, in the same way. */
  public Column follow(Column time) {
    return unix_micros(time).lt(startMicros());
  }

  /** When it begins in the row's {@code market}, in microseconds; null where that is unknown. */
  public Column startMicros() {
    return bound(MarketDay::start);
  }

  /** When it ends there, likewise. */
  public Column endMicros() {
    return bound(MarketDay::end);
  }

  private Column bound(Function<MarketDay, Instant> bound) {
    Column[] entries =
        days.stream()
            .flatMap(
                day ->
                    Stream.of(
                        lit(day.market()),
                        lit(ChronoUnit.MICROS.between(Instant.EPOCH, bound.apply(day)))))
            .toArray(Column[]::new);

    return try_element_at(map(entries), col("market"));
  }
}
