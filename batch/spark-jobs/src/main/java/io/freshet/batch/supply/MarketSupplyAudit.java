package io.freshet.batch.supply;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.freshet.core.lake.PlatformColumns;
import java.time.Duration;
import java.time.LocalDate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rule of {@code market_supply_audit}: what the stream told of each minute beside what its
 * events come to now, and why the two differ. Only figures that one more event can never lower are
 * compared, so that whatever came too late explains a difference up to its own size, and no more.
 */
final class MarketSupplyAudit {
  /** A dasher is online for so many minutes after a ping. */
  static final Duration ONLINE = Duration.ofMinutes(5);

  /** A ping that is further ahead of when it was received is not believed by the stream either. */
  private static final String AHEAD = "INTERVAL 1 MINUTE";

  /** What comes later than that no longer changes a minute that was told. */
  private static final String SETTLED = "INTERVAL 2 MINUTES";

  private static final String ONLINE_DASHERS = "online_dashers";
  private static final String CREATED_ORDERS = "created_orders";
  private static final String[] KEY = {"market", "minute_end", "figure"};

  private MarketSupplyAudit() {}

  /**
   * One row per market, local hour and figure, of which a minute was told or should have been.
   *
   * @param minutes as the stream told them, of the day, and a minute around it
   * @param pings of the day, and five minutes around it
   * @param steps of orders, of the day, and a minute around it
   * @param markets with the time zone of each
   */
  static Dataset<Row> rows(
      Dataset<Row> minutes,
      Dataset<Row> pings,
      Dataset<Row> steps,
      Dataset<Row> days,
      Dataset<Row> markets,
      LocalDate day) {
    return told(minutes)
        .join(online(pings).unionByName(created(steps)), KEY, "full_outer")
        .withColumn("minute_begin", col("minute_end").minus(expr("INTERVAL 1 MINUTE")))
        .join(broadcast(days), "market")
        .where(col("minute_begin").geq(col("day_start")))
        .where(col("minute_begin").lt(col("day_end")))
        .join(broadcast(markets.select("market", "time_zone")), "market")
        .withColumn("local_hour", hour(from_utc_timestamp(col("minute_begin"), col("time_zone"))))
        .na()
        .fill(0, new String[] {"first", "last", "computed", "in_time"})
        .withColumn("lost", above("in_time", "last"))
        .withColumn("late", above("computed", "last").minus(col("lost")))
        .withColumn("surplus", above("last", "computed"))
        .withColumn("verdict", verdict())
        .groupBy("market", "local_hour", "figure")
        .agg(
            count(lit(1)).as("minutes"),
            of("agrees").as("agreeing_minutes"),
            of("corrected").as("corrected_minutes"),
            of("late").as("late_minutes"),
            of("lost").as("lost_minutes"),
            of("surplus").as("surplus_minutes"),
            sum("last").as("told"),
            sum("computed").as("computed"),
            sum(when(col("verdict").equalTo("corrected"), abs(col("last").minus(col("first"))))
                    .otherwise(0))
                .as("corrected"),
            sum("late").as("late"),
            sum("lost").as("lost"),
            sum("surplus").as("surplus"))
        .withColumn("local_day", lit(day));
  }

  /** How each figure of a minute was told first and last. */
  private static Dataset<Row> told(Dataset<Row> minutes) {
    Column told = MarketSupplyHourly.inOrder();
    Column figures = struct(ONLINE_DASHERS, CREATED_ORDERS);

    return minutes
        .groupBy(col("market"), col("event_time").as("minute_end"))
        .agg(min_by(figures, told).as("first"), max_by(figures, told).as("last"))
        .select(
            col("market"),
            col("minute_end"),
            explode(array(telling(ONLINE_DASHERS), telling(CREATED_ORDERS))).as("telling"))
        .select("market", "minute_end", "telling.*");
  }

  private static Column telling(String figure) {
    return struct(
        lit(figure).as("figure"),
        col("first." + figure).cast("long").as("first"),
        col("last." + figure).cast("long").as("last"));
  }

  /** Dashers with a believable ping within the five minutes before the end of a minute. */
  private static Dataset<Row> online(Dataset<Row> pings) {
    Column[] ends =
        IntStream.range(0, (int) ONLINE.toMinutes())
            .mapToObj(later -> col("first_end").plus(expr("INTERVAL %d MINUTES".formatted(later))))
            .toArray(Column[]::new);
    Dataset<Row> sights =
        pings
            .where(isBelievable())
            .groupBy(col("market"), col("dasher_id"), end().as("first_end"))
            .agg(min(PlatformColumns.RECEIVED_AT).as("received_at"))
            .withColumn("minute_end", explode(array(ends)))
            .groupBy("market", "minute_end", "dasher_id")
            .agg(min("received_at").as("received_at"));

    return counted(sights, ONLINE_DASHERS);
  }

  /** Orders that were created within a minute. */
  private static Dataset<Row> created(Dataset<Row> steps) {
    Dataset<Row> orders =
        steps
            .where(col("state").equalTo("created"))
            .groupBy(col("market"), end().as("minute_end"), col("order_id"))
            .agg(min(PlatformColumns.RECEIVED_AT).as("received_at"));

    return counted(orders, CREATED_ORDERS);
  }

  /** Not of a phone whose clock runs ahead. */
  static Column isBelievable() {
    return col("event_time").leq(col(PlatformColumns.RECEIVED_AT).plus(expr(AHEAD)));
  }

  private static Dataset<Row> counted(Dataset<Row> members, String figure) {
    return members
        .groupBy("market", "minute_end")
        .agg(
            count(lit(1)).as("computed"),
            count_if(col("received_at").leq(col("minute_end").plus(expr(SETTLED)))).as("in_time"))
        .withColumn("figure", lit(figure));
  }

  /** The end of the minute that an event lies in. */
  private static Column end() {
    return date_trunc("minute", col("event_time")).plus(expr("INTERVAL 1 MINUTE"));
  }

  private static Column above(String one, String other) {
    return greatest(col(one).minus(col(other)), lit(0));
  }

  private static Column verdict() {
    return when(col("lost").gt(0), "lost")
        .when(col("late").gt(0), "late")
        .when(col("surplus").gt(0), "surplus")
        .when(col("first").notEqual(col("last")), "corrected")
        .otherwise("agrees");
  }

  private static Column of(String verdict) {
    return count_if(col("verdict").equalTo(verdict));
  }
}
