package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.col;

import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.Period;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.batch.nightly.Slice;
import io.freshet.batch.nightly.Source;
import io.freshet.batch.nightly.Yield;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What each restaurant is owed, week by week; {@link RestaurantPayouts} is its rule. */
public final class RestaurantPayoutsWeeklyJob implements NightlyJob {
  private static final String ORDER_EVENTS = "order_events";

  @Override
  public String name() {
    return "restaurant_payouts_weekly";
  }

  @Override
  public Period period() {
    return Period.WEEK;
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
    Dataset<Row> cooked = OrderCounts.withFirst(orders, steps, "restaurant_id");
    long known = cooked.count();

    return new Yield(
        RestaurantPayouts.rows(steps, slice.bounds(), slice.markets(), slice.date()),
        cooked.select("market", "restaurant_id").distinct().count(),
        List.of(
            QualityRule.total("orders", known),
            QualityRule.everyRow(
                "commission and payout make up the subtotal",
                col("commission_minor").plus(col("payout_minor")).equalTo(col("subtotal_minor"))),
            QualityRule.everyRow(
                "no commission is negative or more than the subtotal",
                col("commission_minor").between(0, col("subtotal_minor"))),
            QualityRule.everyRow(
                "no more orders lack an amount than there are",
                col("unpriced_orders").between(0, col("orders")))),
        Map.of("orders", known, "orders_without_restaurant", orders.count() - known));
  }
}
