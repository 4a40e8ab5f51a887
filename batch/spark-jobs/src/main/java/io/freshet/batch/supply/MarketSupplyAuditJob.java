package io.freshet.batch.supply;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;

import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.batch.nightly.Slice;
import io.freshet.batch.nightly.Source;
import io.freshet.batch.nightly.Yield;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Whether stream and batch agree about supply; {@link MarketSupplyAudit} is its rule. */
public final class MarketSupplyAuditJob implements NightlyJob {
  private static final String MINUTES = "market_supply";
  private static final String PINGS = "dasher_pings";
  private static final String ORDER_EVENTS = "order_events";

  @Override
  public String name() {
    return "market_supply_audit";
  }

  @Override
  public List<Source> sources() {
    return List.of(
        Source.of(MINUTES).around(MarketSupplyHourly.MINUTE),
        Source.of(PINGS).around(MarketSupplyAudit.ONLINE),
        Source.of(ORDER_EVENTS)
            .around(MarketSupplyHourly.MINUTE)
            .where(col("state").equalTo("created")));
  }

  @Override
  public Yield prepare(Slice slice) {
    Dataset<Row> minutes = slice.rows(MINUTES);
    Dataset<Row> pings = slice.rows(PINGS);
    Dataset<Row> steps = slice.rows(ORDER_EVENTS);

    return new Yield(
        MarketSupplyAudit.rows(
            minutes, pings, steps, slice.bounds(), slice.markets(), slice.date()),
        expected(minutes, pings, steps, slice),
        List.of(
            QualityRule.everyRow(
                "what was told is what was computed but for what the causes say",
                col("told")
                    .equalTo(
                        col("computed")
                            .minus(col("late"))
                            .minus(col("lost"))
                            .plus(col("surplus")))),
            QualityRule.everyRow(
                "each minute has one verdict",
                col("agreeing_minutes")
                    .plus(col("corrected_minutes"))
                    .plus(col("late_minutes"))
                    .plus(col("lost_minutes"))
                    .plus(col("surplus_minutes"))
                    .equalTo(col("minutes"))),
            QualityRule.everyRow("hours are 0 to 23", col("local_hour").between(0, 23)),
            QualityRule.everyRow(
                "no hour has more minutes than two have", col("minutes").between(1, 120)),
            toldIsWhatThereWas()),
        Map.of(
            "pings_ahead_of_time",
            pings
                .where(slice.days().hold(col("event_time")))
                .where(not(MarketSupplyAudit.isBelievable()))
                .count()));
  }

  /** The audit is right where it is not so, and the stream has lost something. */
  private static QualityRule toldIsWhatThereWas() {
    return new QualityRule(
        "the stream has told all that was there in time, and nothing besides",
        QualityRule.Weight.TELLS,
        List.of(total("lost"), total("surplus")),
        totals ->
            totals.stream().allMatch(Long.valueOf(0)::equals)
                ? Optional.empty()
                : Optional.of(
                    "%s lost, %s told without an event".formatted(totals.get(0), totals.get(1))));
  }

  private static Column total(String column) {
    return coalesce(sum(col(column)), lit(0L));
  }

  /** Hours of which a minute was told or has an event that it should know, for each figure. */
  private static long expected(
      Dataset<Row> minutes, Dataset<Row> pings, Dataset<Row> steps, Slice slice) {
    Dataset<Row> told = minutes.select(col("market"), col("event_time").as("minute_end"));
    Column aMinute = expr("INTERVAL 1 MINUTE");
    Column last = col("event_time").plus(expr("INTERVAL 5 MINUTES"));
    Dataset<Row> seen =
        pings
            .where(MarketSupplyAudit.isBelievable())
            .select(
                col("market"),
                explode(
                        sequence(
                            expr("date_trunc('minute', event_time + INTERVAL 1 MINUTE)"),
                            last,
                            aMinute))
                    .as("minute_end"));
    Dataset<Row> created =
        steps
            .where(col("state").equalTo("created"))
            .select(
                col("market"),
                expr("date_trunc('minute', event_time + INTERVAL 1 MINUTE)").as("minute_end"));

    return hours(told.union(seen), slice) + hours(told.union(created), slice);
  }

  private static long hours(Dataset<Row> minutes, Slice slice) {
    Column begin = col("minute_end").minus(expr("INTERVAL 1 MINUTE"));

    return minutes
        .where(slice.days().hold(begin))
        .join(slice.markets(), "market")
        .select(
            col("market"),
            date_format(from_utc_timestamp(begin, col("time_zone")), "HH").as("hour"))
        .distinct()
        .count();
  }
}
