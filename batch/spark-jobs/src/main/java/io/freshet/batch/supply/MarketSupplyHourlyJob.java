package io.freshet.batch.supply;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.from_utc_timestamp;

import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.batch.nightly.Slice;
import io.freshet.batch.nightly.Source;
import io.freshet.batch.nightly.Yield;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Dashers and orders of each market hour by hour; {@link MarketSupplyHourly} is its rule. */
public final class MarketSupplyHourlyJob implements NightlyJob {
  private static final String MINUTES = "market_supply";

  @Override
  public String name() {
    return "market_supply_hourly";
  }

  @Override
  public List<Source> sources() {
    return List.of(Source.of(MINUTES).around(MarketSupplyHourly.MINUTE));
  }

  @Override
  public Yield prepare(Slice slice) {
    Dataset<Row> minutes = slice.rows(MINUTES);
    Dataset<Row> told =
        minutes
            .where(slice.days().hold(MarketSupplyHourly.begin()))
            .select("market", "event_time")
            .distinct()
            .join(slice.markets(), "market");

    return new Yield(
        MarketSupplyHourly.rows(minutes, slice.bounds(), slice.markets(), slice.date()),
        told.select(
                col("market"),
                date_format(from_utc_timestamp(MarketSupplyHourly.begin(), col("time_zone")), "HH"))
            .distinct()
            .count(),
        List.of(
            QualityRule.total("told_minutes", told.count()),
            QualityRule.everyRow(
                "busy and idle dashers are those online",
                col("busy_dasher_minutes")
                    .plus(col("idle_dasher_minutes"))
                    .equalTo(col("online_dasher_minutes"))),
            QualityRule.everyRow(
                "no more orders wait than are open",
                col("ready_order_minutes")
                    .leq(col("unassigned_order_minutes"))
                    .and(col("unassigned_order_minutes").leq(col("open_order_minutes")))),
            QualityRule.everyRow("hours are 0 to 23", col("local_hour").between(0, 23)),
            QualityRule.everyRow(
                "no hour has more minutes than two have", col("told_minutes").between(1, 120))),
        Map.of());
  }
}
