package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.col;

import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.batch.nightly.Slice;
import io.freshet.batch.nightly.Source;
import io.freshet.batch.nightly.Yield;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where each order stands; {@link OrdersHistory} is its rule. */
public final class OrdersHistoryJob implements NightlyJob {
  private static final String ORDER_EVENTS = "order_events";

  @Override
  public String name() {
    return "orders_history";
  }

  @Override
  public List<Source> sources() {
    return List.of(Source.of(ORDER_EVENTS).together("order_id", Orders.LONGEST_ORDER));
  }

  @Override
  public Yield prepare(Slice slice) {
    Dataset<Row> steps = slice.rows(ORDER_EVENTS);

    return new Yield(
        OrdersHistory.rows(steps, slice.bounds(), slice.date()),
        OrderCounts.begun(steps, slice.days()).count(),
        List.of(
            QualityRule.everyRow(
                "what was delivered has a time of delivery, and what was not has none",
                col("state").equalTo("delivered").equalTo(col("delivered_at").isNotNull())),
            QualityRule.everyRow(
                "no order ends before it was opened",
                col("delivered_at").isNull().or(col("delivered_at").geq(col("opened_at"))))),
        Map.of());
  }
}
