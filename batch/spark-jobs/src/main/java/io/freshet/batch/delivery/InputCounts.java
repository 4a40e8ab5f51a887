package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.freshet.batch.nightly.MarketDays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the inputs hold of a day, for the rows of {@code dasher_efficiency} to be checked against.
 * Counted without the rule's deduplication, tracks, sums and joins: of {@link DasherEfficiency} not
 * one line is used here, or a mistake in it would be in the check as well.
 *
 * @param dashers who sent a ping or delivered something
 * @param deliveries distinct orders per dasher who delivered them
 * @param pings all pings of known markets
 * @param distinctPings the same without those that were sent again
 * @param pingsOfUnknownMarkets pings around the day whose market nobody knows, hence of no day
 */
record InputCounts(
    long dashers, long deliveries, long pings, long distinctPings, long pingsOfUnknownMarkets) {
  static InputCounts of(Dataset<Row> pings, Dataset<Row> orderEvents, MarketDays marketDays) {
    Row row =
        pingsOfDashers(pings, marketDays)
            .join(
                deliveriesOfDashers(orderEvents, marketDays),
                new String[] {"market", "dasher_id"},
                "full_outer")
            .na()
            .fill(0)
            .agg(
                count(when(col("pings").plus(col("deliveries")).gt(0), 1)),
                total("deliveries"),
                total("pings"),
                total("distinct_pings"),
                total("lost_pings"))
            .head();

    return new InputCounts(
        row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
  }

  private static Column total(String column) {
    return coalesce(sum(column), lit(0L));
  }

  private static Dataset<Row> pingsOfDashers(Dataset<Row> pings, MarketDays marketDays) {
    Column time = col("event_time");
    Column inDay = marketDays.hold(time);
    Column around = time.geq(lit(marketDays.start())).and(time.lt(lit(marketDays.end())));
    Column unknown = not(marketDays.know());

    return pings
        .groupBy("market", "dasher_id")
        .agg(
            count(when(inDay, 1)).as("pings"),
            count_distinct(when(inDay, time)).as("distinct_pings"),
            count(when(unknown.and(around), 1)).as("lost_pings"));
  }

  private static Dataset<Row> deliveriesOfDashers(Dataset<Row> orderEvents, MarketDays days) {
    return orderEvents
        .where(col("state").equalTo("delivered").and(col("dasher_id").isNotNull()))
        .where(days.hold(col("event_time")))
        .select("market", "dasher_id", "order_id")
        .distinct()
        .groupBy("market", "dasher_id")
        .agg(count(lit(1)).as("deliveries"));
  }
}
