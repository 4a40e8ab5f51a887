package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import io.freshet.batch.nightly.MarketDays;
import io.freshet.core.lake.PlatformColumns;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Which orders the inputs hold of some days, for rows to be checked against: by sets of orders and
 * without a line of {@link Orders}, whose mistakes would be in the check as well.
 */
final class OrderCounts {
  private static final String MARKET = "market";
  private static final String ORDER = "order_id";

  private OrderCounts() {}

  /** Orders with a step within the days and none before them. */
  static Dataset<Row> begun(Dataset<Row> steps, MarketDays days) {
    Dataset<Row> before = steps.where(days.follow(col("event_time"))).select(MARKET, ORDER);

    return steps
        .where(days.hold(col("event_time")))
        .select(MARKET, ORDER)
        .distinct()
        .join(before, new String[] {MARKET, ORDER}, "left_anti");
  }

  /** Orders that were delivered within the days, and not before them. */
  static Dataset<Row> delivered(Dataset<Row> steps, MarketDays days) {
    return begun(steps.where(col("state").equalTo("delivered")), days);
  }

  /** Orders beside the value of the last version that brings one; without those that have none. */
  static Dataset<Row> withLast(Dataset<Row> orders, Dataset<Row> steps, String column) {
    return with(orders, steps, column, name -> col(name).desc());
  }

  /** Likewise of the first version. */
  static Dataset<Row> withFirst(Dataset<Row> orders, Dataset<Row> steps, String column) {
    return with(orders, steps, column, name -> col(name).asc());
  }

  private static Dataset<Row> with(
      Dataset<Row> orders, Dataset<Row> steps, String column, Function<String, Column> direction) {
    return steps
        .where(col(column).isNotNull())
        .join(orders, new String[] {MARKET, ORDER}, "left_semi")
        .withColumn(
            "_rank",
            row_number()
                .over(
                    Window.partitionBy(MARKET, ORDER)
                        .orderBy(
                            direction.apply("order_version"),
                            direction.apply("event_time"),
                            direction.apply(PlatformColumns.SOURCE),
                            direction.apply(PlatformColumns.PARTITION),
                            direction.apply(PlatformColumns.OFFSET))))
        .where(col("_rank").equalTo(1))
        .select(MARKET, ORDER, column);
  }
}
