package io.freshet.batch.eta;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.freshet.core.lake.PlatformColumns;
import java.time.Duration;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rule of {@code eta_accuracy}: how right the arrivals were that customers were told. An order
 * has as many predictions as pings, and a long one more of them: the first that was made in a stage
 * speaks for it.
 */
final class EtaAccuracy {
  /** No order has steps further apart; dbt's variable {@code longest_order_days} is the same. */
  static final Duration LONGEST_ORDER = Duration.ofDays(7);

  private static final long MICROS = 1_000_000;

  private EtaAccuracy() {}

  /**
   * One row per market, local hour in which predictions were made, and stage.
   *
   * @param predictions of the day, and as far around it as an order lasts
   * @param orderEvents likewise
   * @param markets with the time zone of each
   */
  static Dataset<Row> rows(
      Dataset<Row> predictions,
      Dataset<Row> orderEvents,
      Dataset<Row> days,
      Dataset<Row> markets,
      LocalDate day) {
    Column middle = expr("cast(ceil(count(1) / 2) as int)");

    return judged(predictions, orderEvents)
        .join(broadcast(days), "market")
        .where(col("predicted_at").geq(col("day_start")))
        .where(col("predicted_at").lt(col("day_end")))
        .join(broadcast(markets.select("market", "time_zone")), "market")
        .withColumn("local_hour", hour(from_utc_timestamp(col("predicted_at"), col("time_zone"))))
        .groupBy("market", "local_hour", "stage")
        .agg(
            count(lit(1)).as("predictions"),
            sum(abs(col("error_seconds"))).as("absolute_error_seconds"),
            sum("error_seconds").as("error_seconds"),
            element_at(array_sort(collect_list("error_seconds")), middle)
                .as("median_error_seconds"),
            count(col("latest_arrival")).as("windows"),
            count(when(col("arrived_at").leq(col("latest_arrival")), 1)).as("kept_windows"))
        .withColumn("local_day", lit(day));
  }

  /** The first prediction of each stage of an order, beside when it really arrived. */
  static Dataset<Row> judged(Dataset<Row> predictions, Dataset<Row> orderEvents) {
    Dataset<Row> arrivals =
        orderEvents
            .where(arrival())
            .groupBy("market", "order_id")
            .agg(min("event_time").as("arrived_at"));
    Column first =
        struct(
            col("event_time"),
            col("order_version"),
            col(PlatformColumns.RECEIVED_AT),
            col(PlatformColumns.SOURCE),
            col(PlatformColumns.PARTITION),
            col(PlatformColumns.OFFSET));

    return predictions
        .join(arrivals, new String[] {"market", "order_id"})
        .where(col("event_time").lt(col("arrived_at")))
        .groupBy("market", "order_id", "stage", "arrived_at")
        .agg(
            min("event_time").as("predicted_at"),
            min_by(struct("predicted_arrival", "latest_arrival"), first).as("told"))
        .select("market", "order_id", "stage", "arrived_at", "predicted_at", "told.*")
        .withColumn("error_seconds", seconds("arrived_at", "predicted_arrival"));
  }

  /** A delivery that was recorded: nothing is judged by one that a replay has invented. */
  static Column arrival() {
    return col("state").equalTo("delivered").and(not(col("synthetic")));
  }

  private static Column seconds(String from, String to) {
    return call_function("div", unix_micros(col(to)).minus(unix_micros(col(from))), lit(MICROS));
  }
}
