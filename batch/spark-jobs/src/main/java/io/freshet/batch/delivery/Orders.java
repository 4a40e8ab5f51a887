package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.freshet.core.lake.PlatformColumns;
import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What became of orders, folded from their steps: the same whatever the order of the rows, and
 * whether a step was told once or twice.
 */
final class Orders {
  /** No order has steps further apart; dbt's variable {@code longest_order_days} is the same. */
  static final Duration LONGEST_ORDER = Duration.ofDays(7);

  private Orders() {}

  /** One row per order, with all that its steps have ever said of it. */
  static Dataset<Row> folded(Dataset<Row> orderEvents) {
    return orderEvents
        .groupBy("market", "order_id")
        .agg(
            max("order_version").as("order_version"),
            lastKnown("state").as("state"),
            min("event_time").as("opened_at"),
            firstStep("delivered").as("delivered_at"),
            firstStep("cancelled").as("cancelled_at"),
            lastKnown("dasher_id").as("dasher_id"),
            firstKnown("restaurant_id").as("restaurant_id"),
            firstKnown("subtotal_minor").as("subtotal_minor"),
            lastKnown("commission_minor").as("commission_minor"),
            lastKnown("dasher_pay_minor").as("dasher_pay_minor"),
            lastKnown("tip_minor").as("tip_minor"),
            firstKnown("currency").as("order_currency"),
            lastKnown("reason").as("cancel_reason"),
            bool_or(col("synthetic")).as("synthetic"));
  }

  /** Those that were delivered within the days, by their first such step. */
  static Dataset<Row> delivered(Dataset<Row> orderEvents, Dataset<Row> days) {
    return folded(orderEvents)
        .join(broadcast(days), "market")
        .where(DasherEfficiency.within(col("delivered_at")));
  }

  /** An amount that is in the market's currency; others can't be added to it. */
  static Column local(String amount) {
    return when(col("order_currency").equalTo(col("currency")), col(amount));
  }

  private static Column firstStep(String state) {
    return min(when(col("state").equalTo(state), col("event_time")));
  }

  private static Column lastKnown(String column) {
    return max_by(col(column), when(col(column).isNotNull(), inOrder()));
  }

  private static Column firstKnown(String column) {
    return min_by(col(column), when(col(column).isNotNull(), inOrder()));
  }

  /** Versions order the steps; the rest only makes it certain which of two equal ones it is. */
  private static Column inOrder() {
    return struct(
        col("order_version"),
        col("event_time"),
        col(PlatformColumns.SOURCE),
        col(PlatformColumns.PARTITION),
        col(PlatformColumns.OFFSET));
  }
}
