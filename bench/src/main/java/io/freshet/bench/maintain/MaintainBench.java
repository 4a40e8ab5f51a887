package io.freshet.bench.maintain;

import io.freshet.bench.FloorProcess;
import io.freshet.bench.Machine;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.query.AskedByTurns;
import io.freshet.bench.query.QueryRun;
import io.freshet.bench.query.Question;
import io.freshet.bench.query.SmallCommits;
import io.freshet.bench.query.Trino;
import io.freshet.core.lake.TableLayout;
import io.freshet.local.FlinkApplication;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Merges what many commits of the writer have left: sorted and as it comes, by maintenance and by
 * Spark's own procedure, and by maintenance with row groups copied, beside the mere bytes; each on
 * a table of its own over the same files. Then asks an analyst's questions of the rows as they were
 * and as they are.
 */
public final class MaintainBench {
  private static final String PINGS = "dasher_pings";

  private final Stage stage;
  private final FlinkApplication writer;
  private final List<String> findings = new ArrayList<>();

  /**
   * Good for one run.
   *
   * @param writer of pings
   */
  public MaintainBench(Stage stage, FlinkApplication writer) {
    this.stage = stage;
    this.writer = writer;
  }

  /**
   * What to do.
   *
   * @param commits that the rows come in; each brings a file to each of three days
   */
  public record Plan(long rows, int commits) {}

  public MaintainResult run(Plan plan) throws Exception {
    Machine machine = Machine.here();
    TableIdentifier pings = TableLayout.name(stage.contracts().require(PINGS));
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      new SmallCommits(stage, writer).fill(pings, plan.rows(), plan.commits(), catalog);
      Table written = catalog.loadTable(pings);
      // From here on several tables have the same files.
      written.updateProperties().set(TableProperties.GC_ENABLED, "false").commit();
      Rewriters rewriters = new Rewriters(stage);
      List<Rewrite> rewrites = new ArrayList<>();
      for (Rewriters.Order order : List.of(Rewriters.Order.SORTED, Rewriters.Order.AS_IT_COMES)) {
        for (Standing standing : Standing.values()) {
          TableIdentifier copy = copy(catalog, written, order.table(pings, standing));
          if (order == Rewriters.Order.AS_IT_COMES) {
            catalog.loadTable(copy).replaceSortOrder().commit();
          }
          rewrites.add(rewriters.rewrite(catalog, copy, order, standing));
        }
      }
      rewrites.add(copied(rewriters, catalog, written, pings));
      rewrites.addAll(bytesCopied(catalog, pings, plan.rows()));
      check(plan, rewrites);
      TableIdentifier ours = Rewriters.Order.SORTED.table(pings, Standing.OURS);

      return new MaintainResult(machine, rewrites, ask(ours, pings), findings);
    }
  }

  private Rewrite copied(Rewriters rewriters, Catalog catalog, Table written, TableIdentifier pings)
      throws IOException {
    TableIdentifier name =
        copy(catalog, written, Rewriters.Order.COPIED.table(pings, Standing.OURS));
    Rewrite rewrite = rewriters.rewrite(catalog, name, Rewriters.Order.COPIED, Standing.OURS);
    // One that found no other to be copied with stays as it was written.
    Set<String> before = files(written);
    for (String file : files(catalog.loadTable(name))) {
      if (!before.contains(file) && !file.contains("/copied-")) {
        findings.add("%s has decoded what is in %s now".formatted(rewrite.run().name(), file));
      }
    }

    return rewrite;
  }

  private static Set<String> files(Table table) throws IOException {
    Set<String> locations = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        locations.add(task.file().location());
      }
    }

    return locations;
  }

  /** Of the files as they were written, with a cold JVM and with a warm one. */
  private List<Rewrite> bytesCopied(Catalog catalog, TableIdentifier pings, long rows) {
    Rewrite.Files before = Rewriters.files(catalog, pings);

    return new FloorProcess(stage, stage.scratch())
        .run("the bytes, copied", "copy", List.of(PINGS), rows).stream()
            .map(run -> new Rewrite(run, before, new Rewrite.Files(1, before.bytes(), rows)))
            .toList();
  }

  private static TableIdentifier copy(Catalog catalog, Table table, TableIdentifier name) {
    catalog.registerTable(
        name, ((HasTableOperations) table).operations().current().metadataFileLocation());

    return name;
  }

  private void check(Plan plan, List<Rewrite> rewrites) {
    for (Rewrite rewrite : rewrites) {
      if (rewrite.before().rows() != plan.rows() || rewrite.after().rows() != plan.rows()) {
        findings.add(
            "%s: %d rows before and %d after, not %d"
                .formatted(
                    rewrite.run().name(),
                    rewrite.before().rows(),
                    rewrite.after().rows(),
                    plan.rows()));
      }
      if (rewrite.after().files() >= rewrite.before().files()) {
        findings.add("%s has merged nothing".formatted(rewrite.run().name()));
      }
    }
  }

  private List<QueryRun> ask(TableIdentifier merged, TableIdentifier written) {
    try (Trino trino = Trino.open(stage.settings())) {
      AskedByTurns asked = new AskedByTurns(trino, stage.progress());
      List<QueryRun> runs =
          asked.ask(
              Question.about(trino, written),
              List.of(
                  new AskedByTurns.Asked("merged and sorted", Standing.OURS, merged),
                  new AskedByTurns.Asked("as written", Standing.PEER, written)));
      findings.addAll(asked.findings());

      return runs;
    }
  }
}
