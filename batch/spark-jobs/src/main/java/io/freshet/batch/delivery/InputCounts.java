package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
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
 * @param deliveriesWithoutDasher reports of deliveries that name no dasher
 */
record InputCounts(
    long dashers,
    long deliveries,
    long pings,
    long distinctPings,
    long pingsOfUnknownMarkets,
    long deliveriesWithoutDasher) {
  static InputCounts of(Dataset<Row> pings, Dataset<Row> orderEvents, MarketDays marketDays) {
    Column known = col("dasher_id").isNotNull();
    Row row =
        pingsOfDashers(pings, marketDays)
            .join(
                deliveriesOfDashers(orderEvents, marketDays),
                new String[] {"market", "dasher_id"},
                "full_outer")
            .na()
            .fill(0, new String[] {"pings", "deliveries"})
            .agg(
                count(when(col("pings").gt(0).or(known.and(col("deliveries").gt(0))), 1)),
                total(when(known, col("deliveries"))),
                total(col("pings")),
                total(col("distinct_pings")),
                total(col("lost_pings")),
                total(when(not(known), col("reports"))))
            .head();

    return new InputCounts(
        row.getLong(0),
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5));
  }

  private static Column total(Column column) {
    return coalesce(sum(column), lit(0L));
  }

  private static Dataset<Row> pingsOfDashers(Dataset<Row> pings, MarketDays marketDays) {
    Column time = col("event_time");
    Column inDay = col("in_day");
    Column around = time.geq(lit(marketDays.start())).and(time.lt(lit(marketDays.end())));
    Column unknown = not(marketDays.know());

    // Each time once before anything is asked of it, rather than for each ping.
    return pings
        .groupBy("market", "dasher_id", "event_time")
        .agg(count(lit(1)).as("times"))
        .withColumn("in_day", marketDays.hold(time))
        .groupBy("market", "dasher_id")
        .agg(
            total(when(inDay, col("times"))).as("pings"),
            count(when(inDay, 1)).as("distinct_pings"),
            total(when(unknown.and(around), col("times"))).as("lost_pings"));
  }

  private static Dataset<Row> deliveriesOfDashers(Dataset<Row> orderEvents, MarketDays days) {
    return orderEvents
        .where(col("state").equalTo("delivered"))
        .where(days.hold(col("event_time")))
        .groupBy("market", "dasher_id", "order_id")
        .agg(count(lit(1)).as("times"))
        .groupBy("market", "dasher_id")
        .agg(count(lit(1)).as("deliveries"), sum("times").as("reports"));
  }
}
