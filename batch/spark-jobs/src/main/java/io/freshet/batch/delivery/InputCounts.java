package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.freshet.batch.nightly.MarketDays;
import io.freshet.core.envelope.EventFields;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

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
  private static final StructType COUNTED_PINGS =
      new StructType()
          .add("market", DataTypes.StringType)
          .add("dasher_id", DataTypes.LongType)
          .add("pings", DataTypes.LongType)
          .add("distinct_pings", DataTypes.LongType)
          .add("lost_pings", DataTypes.LongType);

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
    long around = EventFields.micros(marketDays.start());
    long aroundEnd = EventFields.micros(marketDays.end());

    return SeenTimes.of(pings)
        .withColumn("day_start", marketDays.startMicros())
        .withColumn("day_end", marketDays.endMicros())
        .map(
            (MapFunction<Row, Row>) dasher -> countedPings(dasher, around, aroundEnd),
            Encoders.row(COUNTED_PINGS));
  }

  private static Row countedPings(Row dasher, long around, long aroundEnd) {
    int start = dasher.fieldIndex("day_start");
    boolean known = !dasher.isNullAt(start);
    long from = known ? dasher.getLong(start) : around;
    long to = known ? dasher.getLong(dasher.fieldIndex("day_end")) : aroundEnd;
    long pings = 0;
    long distinct = 0;
    long previous = Long.MIN_VALUE;
    for (long time : SeenTimes.times(dasher.getList(dasher.fieldIndex(SeenTimes.PACKS)))) {
      if (time >= from && time < to) {
        pings++;
        distinct += time == previous ? 0 : 1;
        previous = time;
      }
    }

    return RowFactory.create(
        dasher.getAs(SeenTimes.MARKET),
        dasher.getAs(SeenTimes.DASHER),
        known ? pings : 0L,
        known ? distinct : 0L,
        known ? 0L : pings);
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
