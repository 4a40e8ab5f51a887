package io.freshet.console.metrics;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.Hop;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How every table stands, as gauges with the label {@code table}: at most eight series for each,
 * made anew at each scrape from the board, so that a table that is gone is gone from here too.
 * Thread-safe.
 */
public final class TableMetrics implements MultiCollector {
  private static final String TABLE = "table";
  private static final String HOP = "hop";

  /** Who has to read on what waits there, as alerts and runbooks name it. */
  private static final Map<String, Hop> READERS =
      Map.of("raw", Hop.VALIDATOR, "log", Hop.FLINK, "inputs", Hop.NIGHTLY);

  private final Supplier<Board> board;
  private final InstantSource clock;

  public TableMetrics(Supplier<Board> board, InstantSource clock) {
    this.board = board;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    Gauges waiting =
        new Gauges(
            "freshet_table_waiting_seconds",
            "How long the oldest event has waited in front of the hop, when last measured");
    Gauges budget =
        new Gauges("freshet_table_budget_seconds", "How stale the contract lets the table be");
    Gauges alertAfter =
        new Gauges(
            "freshet_table_alert_after_seconds",
            "From how long on waiting is too long, which is less than the budget");
    Gauges commitAge =
        new Gauges(
            "freshet_table_commit_age_seconds",
            "Since its writer or job committed to it last, whatever maintenance did since");
    Gauges measuredAge =
        new Gauges("freshet_table_measured_age_seconds", "Since it was last measured");
    Gauges readable =
        new Gauges("freshet_table_readable", "1 unless the table itself could not be read");
    Board now = board.get();
    Instant at = clock.instant();
    for (TableStatus table : now.byName().values()) {
      String[] label = {TABLE, table.name()};
      budget.add(table.budget(), label);
      alertAfter.add(FreshnessPlan.alertAfter(table.contract()), label);
      readable.add(table.failure().isPresent() ? 0 : 1, label);
      table.measuredAt().ifPresent(time -> measuredAge.add(since(time, at), label));
      table.freshness().ifPresent(known -> addWaiting(known, table.name(), waiting));
      lastCommit(table).ifPresent(time -> commitAge.add(since(time, at), label));
    }

    return new MetricSnapshots(
        waiting.snapshot(),
        budget.snapshot(),
        alertAfter.snapshot(),
        commitAge.snapshot(),
        measuredAge.snapshot(),
        readable.snapshot());
  }

  private static void addWaiting(Freshness known, String table, Gauges waiting) {
    for (Freshness.Hop hop : known.hops()) {
      Hop reader = READERS.get(hop.name());
      if (reader != null) {
        waiting.add(hop.age(), TABLE, table, HOP, reader.code());
      }
    }
  }

  private static Optional<Instant> lastCommit(TableStatus table) {
    return table
        .freshness()
        .flatMap(Freshness::commitAge)
        .flatMap(age -> table.measuredAt().map(time -> time.minus(age)));
  }

  private static Duration since(Instant then, Instant now) {
    return then.isAfter(now) ? Duration.ZERO : Duration.between(then, now);
  }
}
