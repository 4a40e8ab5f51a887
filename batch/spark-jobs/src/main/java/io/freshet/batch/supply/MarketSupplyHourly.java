package io.freshet.batch.supply;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.freshet.core.lake.PlatformColumns;
import java.time.Duration;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rule of {@code market_supply_hourly}: dashers and orders of a local hour, summed over its
 * minutes as they were told last.
 */
final class MarketSupplyHourly {
  /** A minute bears the time of its end. */
  static final Duration MINUTE = Duration.ofMinutes(1);

  private static final String[] FIGURES = {
    "online_dashers",
    "busy_dashers",
    "idle_dashers",
    "open_orders",
    "unassigned_orders",
    "ready_orders",
    "created_orders",
    "longest_wait_seconds"
  };

  private MarketSupplyHourly() {}

  /**
   * One row per market and local hour of which a minute was told. An hour that the clocks repeat
   * has twice as many minutes.
   *
   * @param minutes of the day, and a minute around it
   * @param markets with the time zone of each
   */
  static Dataset<Row> rows(
      Dataset<Row> minutes, Dataset<Row> days, Dataset<Row> markets, LocalDate day) {
    return newest(minutes)
        .withColumn("minute_begin", begin())
        .join(broadcast(days), "market")
        .where(col("minute_begin").geq(col("day_start")))
        .where(col("minute_begin").lt(col("day_end")))
        .join(broadcast(markets.select("market", "time_zone")), "market")
        .withColumn("local_hour", hour(from_utc_timestamp(col("minute_begin"), col("time_zone"))))
        .groupBy("market", "local_hour")
        .agg(
            count(lit(1)).as("told_minutes"),
            sum("online_dashers").as("online_dasher_minutes"),
            sum("busy_dashers").as("busy_dasher_minutes"),
            sum("idle_dashers").as("idle_dasher_minutes"),
            sum("open_orders").as("open_order_minutes"),
            sum("unassigned_orders").as("unassigned_order_minutes"),
            sum("ready_orders").as("ready_order_minutes"),
            sum("created_orders").as("created_orders"),
            min("online_dashers").as("fewest_online_dashers"),
            max("online_dashers").as("most_online_dashers"),
            max("longest_wait_seconds").as("longest_wait_seconds"))
        .withColumn("local_day", lit(day));
  }

  /** Each minute once: it is told again where late events changed it, and after a failure. */
  private static Dataset<Row> newest(Dataset<Row> minutes) {
    Column[] figures = new Column[FIGURES.length];
    for (int i = 0; i < FIGURES.length; i++) {
      figures[i] = col(FIGURES[i]);
    }

    return minutes
        .groupBy("market", "event_time")
        .agg(max_by(struct(figures), inOrder()).as("figures"))
        .select("market", "event_time", "figures.*");
  }

  /** Of two tellings of a minute, the later one has the higher. */
  static Column inOrder() {
    return struct(
        col("revision"),
        col(PlatformColumns.RECEIVED_AT),
        col(PlatformColumns.SOURCE),
        col(PlatformColumns.PARTITION),
        col(PlatformColumns.OFFSET));
  }

  static Column begin() {
    return col("event_time").minus(expr("INTERVAL %d SECONDS".formatted(MINUTE.toSeconds())));
  }
}
