package io.freshet.batch;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rebuilds one local day of {@code dasher_efficiency} in every market. Running it twice changes
 * nothing.
 */
final class DasherEfficiencyJob implements NightlyJob {
  private static final String PINGS = "dasher_pings";
  private static final String ORDER_EVENTS = "order_events";
  private static final String MARKETS = "markets";

  @Override
  public String name() {
    return "dasher_efficiency";
  }

  @Override
  public List<String> inputs() {
    return List.of(PINGS, ORDER_EVENTS, MARKETS);
  }

  @Override
  public String output() {
    return "dasher_efficiency";
  }

  @Override
  public String dayColumn() {
    return "local_day";
  }

  @Override
  public DayOfRows prepare(Inputs inputs, LocalDate day) {
    MarketDays marketDays = MarketDays.of(inputs.rows(MARKETS), day);
    // The bounds prune files before anything is joined; each market's own day is cut later.
    Instant from = marketDays.start().minus(DasherEfficiency.LONGEST_SILENCE);
    Instant to = marketDays.end().plus(DasherEfficiency.LONGEST_SILENCE);
    Dataset<Row> pings = between(inputs.rows(PINGS), from, to);
    Dataset<Row> orderEvents = between(inputs.rows(ORDER_EVENTS), from, to);
    Dataset<Row> days = marketDays.toDataset(pings.sparkSession());
    InputCounts counts = InputCounts.of(pings, orderEvents, marketDays);

    return new DayOfRows(
        DasherEfficiency.rows(pings, orderEvents, days, day),
        counts.dashers(),
        inputs.basis(marketDays.start(), marketDays.end()),
        inputs.reach(PINGS, marketDays.end()) && inputs.reach(ORDER_EVENTS, marketDays.end()),
        rules(counts),
        Map.of(
            "pings", counts.pings(),
            "distinct_pings", counts.distinctPings(),
            "pings_of_unknown_markets", counts.pingsOfUnknownMarkets(),
            "deliveries_without_dasher",
                DasherEfficiency.delivered(orderEvents, days)
                    .where(col("dasher_id").isNull())
                    .count()));
  }

  private static Dataset<Row> between(Dataset<Row> rows, Instant from, Instant to) {
    return rows.where(col("event_time").geq(lit(from)).and(col("event_time").lt(lit(to))));
  }

  private static List<QualityRule> rules(InputCounts counts) {
    return List.of(
        QualityRule.uniqueKey("market", "dasher_id", "local_day"),
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
