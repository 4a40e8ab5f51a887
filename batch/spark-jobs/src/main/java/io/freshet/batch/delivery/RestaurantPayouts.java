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

/** The rule of {@code restaurant_payouts_weekly}: what each restaurant is owed for a week. */
final class RestaurantPayouts {
  private RestaurantPayouts() {}

  /**
   * One row per restaurant of which something was delivered.
   *
   * @param orderEvents of the week, and as far around it as an order lasts
   * @param weeks when the week begins and ends in each market
   * @param markets with the currency of each
   */
  static Dataset<Row> rows(
      Dataset<Row> orderEvents, Dataset<Row> weeks, Dataset<Row> markets, LocalDate monday) {
    // An order is owed for only where both amounts are known: half a sum would be a wrong one.
    Column isPriced = col("subtotal").isNotNull().and(col("commission").isNotNull());

    return Orders.delivered(orderEvents, weeks)
        .where(col("restaurant_id").isNotNull())
        .join(broadcast(markets.select("market", "currency")), "market")
        .withColumn("subtotal", Orders.local("subtotal_minor"))
        .withColumn("commission", Orders.local("commission_minor"))
        .groupBy("market", "restaurant_id", "currency")
        .agg(
            count(lit(1)).as("orders"),
            total(when(isPriced, col("subtotal"))).as("subtotal_minor"),
            total(when(isPriced, col("commission"))).as("commission_minor"),
            count(when(isPriced, 1)).as("priced_orders"))
        .withColumn("payout_minor", col("subtotal_minor").minus(col("commission_minor")))
        .withColumn("unpriced_orders", col("orders").minus(col("priced_orders")))
        .withColumn("local_week", lit(monday));
  }

  private static Column total(Column amount) {
    return coalesce(sum(amount), lit(0L));
  }
}
