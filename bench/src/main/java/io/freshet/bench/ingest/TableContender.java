package io.freshet.bench.ingest;

import io.freshet.bench.Countdown;
import io.freshet.bench.ProcessMeter;
import io.freshet.bench.ProcessObserver;
import io.freshet.bench.Run;
import io.freshet.bench.Stage;
import io.freshet.core.toolkit.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * Measures an ingester in two halves that a commit divides: <em>cold</em> from the moment it can
 * read to its first commit of half the rows or more, <em>warm</em> from there to the commit of the
 * last row. There is no warm half when one commit brought everything.
 */
public final class TableContender implements Contender {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Stage stage;
  private final Ingester ingester;
  private final ProcessObserver observer;

  /**
   * @param observer looks at the warm half
   */
  public TableContender(Stage stage, Ingester ingester, ProcessObserver observer) {
    this.stage = stage;
    this.ingester = ingester;
    this.observer = observer;
  }

  @Override
  public String name() {
    return ingester.name();
  }

  @Override
  public Measured measure(long rows) throws Exception {
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      ingester.reset(catalog);
      stage.progress().progress(name(), "starting");
      List<Run> runs;
      try {
        runs = runs(rows, catalog);
      } finally {
        ingester.stop();
      }

      return new Measured(runs, findings(rows, catalog.loadTable(ingester.table())));
    }
  }

  private List<Run> runs(long rows, Catalog catalog) throws Exception {
    ProcessMeter meter = ingester.start();
    Effort start = meter.read();
    Table table = catalog.loadTable(ingester.table());
    Countdown countdown = new Countdown(name(), rows, stage.progress());
    Held half = await(rows / 2, table, countdown);
    Effort cold = meter.read();
    long busiest = meter.busiest();
    observer.start(busiest);
    Held whole = await(rows, table, countdown);
    Effort warm = meter.read();
    observer.stop(busiest, name());
    List<Run> runs = new ArrayList<>();
    runs.add(run(Run.Heat.COLD, half, ProcessMeter.between(start, cold), Optional.of(cold), meter));
    Held second = whole.minus(half);
    if (second.rows() > 0) {
      runs.add(
          run(Run.Heat.WARM, second, ProcessMeter.between(cold, warm), Optional.empty(), meter));
    }

    return runs;
  }

  private Held await(long rows, Table table, Countdown countdown) {
    countdown.await(
        rows,
        () -> {
          ingester.requireAlive();
          table.refresh();

          return Held.told(table).rows();
        },
        PATIENCE);

    return Held.told(table);
  }

  private Run run(
      Run.Heat heat, Held held, Effort effort, Optional<Effort> withStart, ProcessMeter meter) {
    return new Run(
        name(),
        ingester.standing(),
        heat,
        held.rows(),
        effort,
        withStart,
        OptionalDouble.of(held.bytesPerRow()),
        meter.peakMegabytes());
  }

  /** Looked at when nobody writes any more, so that what comes doubled at the end is seen. */
  private List<String> findings(long rows, Table table) {
    List<String> findings = new ArrayList<>();
    Held told = Held.told(table);
    Held counted = Held.counted(table);
    if (told.rows() != rows) {
      findings.add("%s says it holds %d of %d rows".formatted(name(), told.rows(), rows));
    }
    if (counted.rows() != told.rows()) {
      findings.add(
          "%s says it holds %d rows, its files %d".formatted(name(), told.rows(), counted.rows()));
    }

    return findings;
  }
}
