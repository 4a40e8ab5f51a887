package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.*;

import io.freshet.batch.nightly.MarketDays;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rule of {@code dasher_efficiency}: what each dasher did in a local day of the market. Static
 * functions from rows to rows; no clock, table or engine setting changes their result, and neither
 * does the order of the rows, because everything is summed up as whole numbers.
 */
final class DasherEfficiency {
  private static final long MICROS = 1_000_000;

  private DasherEfficiency() {}

  /**
   * One row per dasher who was seen or delivered something.
   *
   * @param pings of the day, and of {@link Track#LONGEST_SILENCE} before and after it
   * @param orderEvents of the day at least
   * @param days as {@link MarketDays#toDataset} gives them
   */
  static Dataset<Row> rows(
      Dataset<Row> pings, Dataset<Row> orderEvents, Dataset<Row> days, LocalDate day) {
    return Tracks.movements(pings, days)
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

  private static Column floorDiv(Column dividend, long divisor) {
    return call_function("div", dividend, lit(divisor));
  }
}
