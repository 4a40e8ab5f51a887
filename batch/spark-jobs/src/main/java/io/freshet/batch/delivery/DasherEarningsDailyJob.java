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

/** What each dasher was paid; {@link DasherEarnings} is its rule. */
public final class DasherEarningsDailyJob implements NightlyJob {
  private static final String ORDER_EVENTS = "order_events";

  @Override
  public String name() {
    return "dasher_earnings_daily";
  }

  @Override
  public List<Source> sources() {
    return List.of(
        Source.of(ORDER_EVENTS)
            .together("order_id", Orders.LONGEST_ORDER)
            .byDayOf(col("state").equalTo("delivered")));
  }

  @Override
  public Yield prepare(Slice slice) {
    Dataset<Row> steps = slice.rows(ORDER_EVENTS);
    Dataset<Row> orders = OrderCounts.delivered(steps, slice.days());
    Dataset<Row> carried = OrderCounts.withLast(orders, steps, "dasher_id");
    long deliveries = carried.count();

    return new Yield(
        DasherEarnings.rows(steps, slice.bounds(), slice.markets(), slice.date()),
        carried.select("market", "dasher_id").distinct().count(),
        List.of(
            QualityRule.total("deliveries", deliveries),
            QualityRule.everyRow(
                "pay and tips make up the earnings",
                col("pay_minor").plus(col("tip_minor")).equalTo(col("earnings_minor"))),
            QualityRule.everyRow(
                "nothing is negative", col("pay_minor").geq(0).and(col("tip_minor").geq(0))),
            QualityRule.everyRow(
                "no more deliveries lack a pay than there are",
                col("unpriced_deliveries").leq(col("deliveries")))),
        Map.of("deliveries", deliveries, "deliveries_without_dasher", orders.count() - deliveries));
  }
}
