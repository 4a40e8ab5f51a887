package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.batch.nightly.Slice;
import io.freshet.batch.nightly.Source;
import io.freshet.batch.nightly.Yield;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How each dasher's local day went; {@link DasherEfficiency} is its rule. */
public final class DasherEfficiencyJob implements NightlyJob {
  private static final String PINGS = "dasher_pings";
  private static final String ORDER_EVENTS = "order_events";

  @Override
  public String name() {
    return "dasher_efficiency";
  }

  @Override
  public List<Source> sources() {
    return List.of(
        // A ping ends the time since the one before it, which may lie in the day before.
        Source.of(PINGS).around(Track.LONGEST_SILENCE),
        Source.of(ORDER_EVENTS).where(col("state").equalTo("delivered")));
  }

  @Override
  public Yield prepare(Slice slice) {
    Dataset<Row> pings = slice.rows(PINGS);
    Dataset<Row> orderEvents = slice.rows(ORDER_EVENTS);
    Dataset<Row> days = slice.bounds();
    InputCounts counts = InputCounts.of(pings, orderEvents, slice.days());

    return new Yield(
        DasherEfficiency.rows(pings, orderEvents, days, slice.date()),
        counts.dashers(),
        rules(counts),
        Map.of(
            "pings", counts.pings(),
            "distinct_pings", counts.distinctPings(),
            "pings_of_unknown_markets", counts.pingsOfUnknownMarkets(),
            "deliveries_without_dasher", counts.deliveriesWithoutDasher()));
  }

  private static List<QualityRule> rules(InputCounts counts) {
    return List.of(
        QualityRule.total("pings", counts.distinctPings()),
        QualityRule.total("deliveries", counts.deliveries()),
        QualityRule.everyRow(
            "utilisation lies in 0 to 1, and is empty for those who were never online",
            when(col("online_seconds").equalTo(0), col("utilisation").isNull())
                .otherwise(col("utilisation").between(0, 1))),
        QualityRule.everyRow(
            "busy and idle time make up the online time",
            col("busy_seconds").plus(col("idle_seconds")).equalTo(col("online_seconds"))),
        QualityRule.everyRow(
            "nobody is online for more than 25 hours", col("online_seconds").between(0, 25 * 3600)),
        QualityRule.everyRow("no distance is negative", col("distance_meters").geq(0)));
  }
}
