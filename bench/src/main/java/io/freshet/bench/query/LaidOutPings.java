package io.freshet.bench.query;

import io.freshet.bench.Countdown;
import io.freshet.bench.Preload;
import io.freshet.bench.Stage;
import io.freshet.core.lake.Ledger;
import io.freshet.local.FlinkApplication;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Fills the table of pings as the platform does: the writer's commits, then maintenance. */
final class LaidOutPings {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Each brings a file to each day: a lone file is never merged, and so never sorted. */
  private static final int COMMITS = 2;

  private final Stage stage;
  private final FlinkApplication writer;
  private final Callable<?> maintenance;

  LaidOutPings(Stage stage, FlinkApplication writer, Callable<?> maintenance) {
    this.stage = stage;
    this.writer = writer;
    this.maintenance = maintenance;
  }

  void fill(TableIdentifier table, long rows, Catalog catalog) throws Exception {
    PingDays days = new PingDays(rows, COMMITS);
    Preload preload = new Preload(stage);
    stage.start(writer);
    long sent = 0;
    for (int portion = 0; portion < COMMITS; portion++) {
      preload.send(days.marketplace(), days.portion(portion), days.size(portion));
      sent += days.size(portion);
      new Countdown("writer", sent, stage.progress())
          .await(() -> Ledger.of(catalog.loadTable(table).properties()).total().seen(), PATIENCE);
    }
    stage.platform().stop(writer);
    stage.progress().progress("queries", "maintenance");
    maintenance.call();
  }
}
