package io.freshet.bench.query;

import io.freshet.bench.Machine;
import io.freshet.bench.Stage;
import io.freshet.core.lake.TableLayout;
import io.freshet.local.FlinkApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * An analyst's questions, asked of pings as we lay them out, and of the same laid out otherwise.
 */
public final class QueryBench {
  private static final String PINGS = "dasher_pings";

  /** Each brings a file to each day: a lone file is never merged, and so never sorted. */
  private static final int COMMITS = 2;

  /** Where SHOW STATS has them. */
  private static final int DISTINCT_VALUES = 2;

  private final Stage stage;
  private final FlinkApplication writer;
  private final Callable<?> maintenance;
  private final List<String> findings = new ArrayList<>();

  /**
   * Good for one run.
   *
   * @param maintenance merges and sorts wherever a day has two files
   */
  public QueryBench(Stage stage, FlinkApplication writer, Callable<?> maintenance) {
    this.stage = stage;
    this.writer = writer;
    this.maintenance = maintenance;
  }

  public QueryResult run(long rows) throws Exception {
    Machine machine = Machine.here();
    TableIdentifier ours = TableLayout.name(stage.contracts().require(PINGS));
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      new SmallCommits(stage, writer).fill(ours, rows, COMMITS, catalog);
      stage.progress().progress("queries", "maintenance");
      maintenance.call();
      stage.progress().progress("queries", "writing the same rows in other layouts");
      OtherPings.make(ours, catalog, stage.settings());
      checkLayouts(catalog, ours);
    }
    try (Trino trino = Trino.open(stage.settings())) {
      for (Layout layout : Layout.values()) {
        checkRows(trino, layout.table(ours), rows);
        checkStatistics(trino, layout, layout.table(ours));
      }
      AskedByTurns asked = new AskedByTurns(trino, stage.progress());
      List<QueryRun> runs =
          asked.ask(
              Question.about(trino, ours),
              Stream.of(Layout.values()).map(layout -> layout.asked(ours)).toList());
      findings.addAll(asked.findings());

      return new QueryResult(machine, rows, runs, findings);
    }
  }

  private void checkLayouts(Catalog catalog, TableIdentifier name) {
    Table ours = catalog.loadTable(name);
    findings.addAll(LayoutCheck.laidOut(ours, PingDays.DAYS));
    findings.addAll(
        LayoutCheck.along(catalog.loadTable(Layout.Z_ORDER.table(name)), OtherPings.CURVE));
    findings.addAll(
        LayoutCheck.plain(catalog.loadTable(Layout.NONE.table(name)), ours.sortOrder()));
  }

  private void checkRows(Trino trino, TableIdentifier table, long rows) {
    long found = trino.number("select count(*) from " + table);
    if (found != rows) {
      findings.add("%s holds %d rows, not %d".formatted(table, found, rows));
    }
  }

  /** The platform counts no distinct values, so the others must do without, all but one. */
  private void checkStatistics(Trino trino, Layout layout, TableIdentifier table) {
    boolean counted =
        trino.ask("show stats for " + table).rows().stream()
            .anyMatch(column -> column.get(DISTINCT_VALUES) != null);
    if (counted != (layout == Layout.COUNTED)) {
      findings.add(
          "%s has %s statistics of distinct values".formatted(table, counted ? "" : "no").strip());
    }
  }
}
