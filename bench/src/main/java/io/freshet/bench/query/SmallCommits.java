package io.freshet.bench.query;

import io.freshet.bench.Countdown;
import io.freshet.bench.Preload;
import io.freshet.bench.Stage;
import io.freshet.core.lake.Ledger;
import io.freshet.local.FlinkApplication;
import java.time.Duration;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Fills the table of pings as the writer does: each commit brings a file to each of three days. */
public final class SmallCommits {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Stage stage;
  private final FlinkApplication writer;

  public SmallCommits(Stage stage, FlinkApplication writer) {
    this.stage = stage;
    this.writer = writer;
  }

  /** Returns once the ledger has seen all rows, and the writer has been stopped. */
  public void fill(TableIdentifier table, long rows, int commits, Catalog catalog) {
    PingDays days = new PingDays(rows, commits);
    Preload preload = new Preload(stage);
    stage.start(writer);
    long sent = 0;
    for (int portion = 0; portion < commits; portion++) {
      preload.send(days.marketplace(), days.portion(portion), days.size(portion));
      sent += days.size(portion);
      new Countdown("writer", sent, stage.progress())
          .await(() -> Ledger.of(catalog.loadTable(table).properties()).total().seen(), PATIENCE);
    }
    stage.platform().stop(writer);
  }
}
