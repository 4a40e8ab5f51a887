package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rule of {@code dasher_earnings_daily}: what each dasher was paid for a day's deliveries. */
final class DasherEarnings {
  private DasherEarnings() {}

  /**
   * One row per dasher who delivered something.
   *
   * @param orderEvents of the day, and as far around it as an order lasts
   * @param markets with the currency of each
   */
  static Dataset<Row> rows(
      Dataset<Row> orderEvents, Dataset<Row> days, Dataset<Row> markets, LocalDate day) {
    return Orders.delivered(orderEvents, days)
        .where(col("dasher_id").isNotNull())
        .join(broadcast(markets.select("market", "currency")), "market")
        .withColumn("pay", Orders.local("dasher_pay_minor"))
        .withColumn("tip", Orders.local("tip_minor"))
        .groupBy("market", "dasher_id", "currency")
        .agg(
            count(lit(1)).as("deliveries"),
            total("pay").as("pay_minor"),
            total("tip").as("tip_minor"),
            count(when(col("tip").gt(0), 1)).as("tipped_deliveries"),
            count(when(col("pay").isNull(), 1)).as("unpriced_deliveries"))
        .withColumn("earnings_minor", col("pay_minor").plus(col("tip_minor")))
        .withColumn("local_day", lit(day));
  }

  private static Column total(String column) {
    return coalesce(sum(column), lit(0L));
  }
}
