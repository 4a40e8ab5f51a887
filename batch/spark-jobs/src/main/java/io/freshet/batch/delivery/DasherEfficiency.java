package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.*;

import io.freshet.batch.nightly.MarketDays;
import io.freshet.core.lake.PlatformColumns;
import java.time.Duration;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The rule of {@code dasher_efficiency}: what each dasher did in a local day of the market. Static
 * functions from rows to rows; no clock, table or engine setting changes their result, and neither
 * does the order of the rows, because everything is summed up as whole numbers.
 */
final class DasherEfficiency {
  /**
   * Pings come about once a minute. Over a silence longer than this the dasher may as well have
   * gone home, so it counts neither as online nor as distance.
   */
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  /** 180 km/h: a faster hop is a fault of the receiver, no drive. */
  private static final double PLAUSIBLE_METERS_PER_SECOND = 50;

  private static final double EARTH_RADIUS_METERS = 6_371_008.8;
  private static final long MICROS = 1_000_000;

  private DasherEfficiency() {}

  /**
   * One row per dasher who was seen or delivered something.
   *
   * @param pings of the day, and of {@link #LONGEST_SILENCE} before and after it
   * @param orderEvents of the day at least
   * @param days as {@link MarketDays#toDataset} gives them
   */
  static Dataset<Row> rows(
      Dataset<Row> pings, Dataset<Row> orderEvents, Dataset<Row> days, LocalDate day) {
    return movements(pings, days)
        .join(deliveries(orderEvents, days), new String[] {"market", "dasher_id"}, "full_outer")
        .na()
        .fill(0)
        .withColumn("online_seconds", floorDiv(col("online_micros"), MICROS))
        .withColumn("busy_seconds", floorDiv(col("busy_micros"), MICROS))
        .select(
            col("market"),
            col("dasher_id"),
            lit(day).as("local_day"),
            col("pings"),
            col("online_seconds"),
            col("busy_seconds"),
            col("online_seconds").minus(col("busy_seconds")).as("idle_seconds"),
            floorDiv(col("millimeters").plus(500), 1000).as("distance_meters"),
            col("deliveries"),
            when(col("online_seconds").gt(0), col("busy_seconds").divide(col("online_seconds")))
                .cast("decimal(5,4)")
                .as("utilisation"));
  }

  /**
   * Pings of the days and just around them, one per dasher and time: a phone that retries sends the
   * same ping again. Of several the first in the log's order stays, so that a rerun picks the same.
   */
  static Dataset<Row> distinct(Dataset<Row> pings, Dataset<Row> days) {
    Column silence = expr("INTERVAL %d SECONDS".formatted(LONGEST_SILENCE.toSeconds()));
    // The dasher first: Spark sorts by the first eight bytes, which all of a market have in common.
    WindowSpec inLogOrder =
        Window.partitionBy("dasher_id", "market")
            .orderBy(
                "event_time",
                PlatformColumns.SOURCE,
                PlatformColumns.PARTITION,
                PlatformColumns.OFFSET);

    return pings
        .join(broadcast(days), "market")
        .where(col("event_time").geq(col("day_start").minus(silence)))
        .where(col("event_time").lt(col("day_end").plus(silence)))
        // Before the windows, which copy each row several times, and decimals one by one.
        .select(
            col("market"),
            col("dasher_id"),
            col("event_time"),
            col(PlatformColumns.SOURCE),
            col(PlatformColumns.PARTITION),
            col(PlatformColumns.OFFSET),
            unix_micros(col("day_start")).as("day_start"),
            unix_micros(col("day_end")).as("day_end"),
            col("order_id").isNotNull().as("carries"),
            radians(col("latitude").cast("double")).as("latitude"),
            radians(col("longitude").cast("double")).as("longitude"))
        .withColumn("previous", lag("event_time", 1).over(inLogOrder))
        .where(col("previous").isNull().or(col("previous").lt(col("event_time"))))
        .drop(
            "previous", PlatformColumns.SOURCE, PlatformColumns.PARTITION, PlatformColumns.OFFSET);
  }

  /** Distinct orders delivered per dasher within the day. */
  static Dataset<Row> deliveries(Dataset<Row> orderEvents, Dataset<Row> days) {
    return delivered(orderEvents, days)
        .where(col("dasher_id").isNotNull())
        .groupBy("market", "dasher_id")
        .agg(count_distinct(col("order_id")).as("deliveries"));
  }

  static Dataset<Row> delivered(Dataset<Row> orderEvents, Dataset<Row> days) {
    return orderEvents
        .where(col("state").equalTo("delivered"))
        .join(broadcast(days), "market")
        .where(within(col("event_time")));
  }

  /** Whether an instant lies in the day of the row's market. */
  static Column within(Column eventTime) {
    return eventTime.geq(col("day_start")).and(eventTime.lt(col("day_end")));
  }

  /** Pings, time and distance per dasher, from each ping to the next. */
  private static Dataset<Row> movements(Dataset<Row> pings, Dataset<Row> days) {
    // Ordered as the pings already are, so that Spark need not sort them again.
    WindowSpec track = Window.partitionBy("dasher_id", "market").orderBy("event_time");
    Column start = col("day_start");
    Column end = col("day_end");

    return distinct(pings, days)
        .withColumn("time", unix_micros(col("event_time")))
        .withColumn("next_time", unix_micros(lead("event_time", 1).over(track)))
        .withColumn("next_latitude", lead("latitude", 1).over(track))
        .withColumn("next_longitude", lead("longitude", 1).over(track))
        .withColumn("in_day", col("time").geq(start).and(col("time").lt(end)))
        .withColumn("span", col("next_time").minus(col("time")))
        // The part of the interval that lies in the day: one that crosses midnight is split.
        .withColumn("inside", least(col("next_time"), end).minus(greatest(col("time"), start)))
        .withColumn(
            "online",
            when(
                    col("span").leq(LONGEST_SILENCE.toSeconds() * MICROS).and(col("inside").gt(0)),
                    col("inside"))
                .otherwise(0L))
        .withColumn("meters", when(col("online").gt(0), haversine()))
        .groupBy("market", "dasher_id")
        .agg(
            count(when(col("in_day"), 1)).as("pings"),
            sum("online").as("online_micros"),
            sum(when(col("carries"), col("online")).otherwise(0L)).as("busy_micros"),
            sum(millimeters()).as("millimeters"))
        .where(col("pings").gt(0));
  }

  /** The hop's share inside the day; nothing where the dasher was silent or the hop impossible. */
  private static Column millimeters() {
    Column meters = col("meters");
    Column plausible =
        meters
            .multiply(MICROS)
            .lt(col("span").cast("double").multiply(PLAUSIBLE_METERS_PER_SECOND));

    return when(
            col("online").gt(0).and(plausible),
            nearest(meters.multiply(1000).multiply(col("online")).divide(col("span"))))
        .otherwise(0L);
  }

  /** Spark's {@code round} makes a decimal of each number. */
  private static Column nearest(Column positive) {
    return floor(positive.plus(0.5)).cast("long");
  }

  /** Great-circle distance in meters to the next ping; coordinates in radians. */
  private static Column haversine() {
    Column halfLatitude = sin(col("next_latitude").minus(col("latitude")).divide(2));
    Column halfLongitude = sin(col("next_longitude").minus(col("longitude")).divide(2));
    Column chord =
        pow(halfLatitude, 2)
            .plus(
                cos(col("latitude"))
                    .multiply(cos(col("next_latitude")))
                    .multiply(pow(halfLongitude, 2)));

    return asin(sqrt(least(chord, lit(1.0)))).multiply(2 * EARTH_RADIUS_METERS);
  }

  private static Column floorDiv(Column dividend, long divisor) {
    return call_function("div", dividend, lit(divisor));
  }
}
