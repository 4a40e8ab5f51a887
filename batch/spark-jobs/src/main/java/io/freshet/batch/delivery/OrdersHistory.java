package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rule of {@code orders_history}: where each order stands that was opened on a local day. */
final class OrdersHistory {
  private OrdersHistory() {}

  /**
   * One row per order whose first step lies in the day.
   *
   * @param orderEvents of the day, and as far around it as an order lasts
   */
  static Dataset<Row> rows(Dataset<Row> orderEvents, Dataset<Row> days, LocalDate day) {
    return Orders.folded(orderEvents)
        .join(broadcast(days), "market")
        .where(DasherEfficiency.within(col("opened_at")))
        .withColumn("local_day", lit(day))
        .withColumnRenamed("order_currency", "currency");
  }
}
