package io.freshet.bench;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Effort;
import io.freshet.local.FlinkApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The lake path: pings that wait in Kafka until they are committed in their Iceberg table, by each
 * of the writer's ways to make files; beside it what decoding alone, and writing Parquet alone,
 * cost.
 */
public final class LakeBench {
  private static final String PINGS = "dasher_pings";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Stage stage;
  private final Map<String, FlinkApplication> writers;

  /**
   * @param writers by what they are called; measured one after the other, in the map's order
   */
  public LakeBench(Stage stage, Map<String, FlinkApplication> writers) {
    this.stage = stage;
    this.writers = writers;
  }

  /**
   * @param rows of each first, cold, run; as many again follow, which the same processes find warm
   */
  public BenchResult run(long rows) throws Exception {
    Machine machine = Machine.here();
    Preload preload = new Preload(stage);
    List<String> findings = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    for (Map.Entry<String, FlinkApplication> writer : writers.entrySet()) {
      preload.pings(rows);
      runs.addAll(ours(writer.getKey(), writer.getValue(), preload, rows, findings));
      stage.platform().stop(writer.getValue());
    }
    FloorProcess floors = new FloorProcess(stage);
    runs.addAll(floors.run("parquet only", "parquet", List.of(PINGS), rows));
    runs.addAll(floors.run("decode only", "decode", List.of(PINGS), rows));
    runs.stream()
        .filter(run -> run.operations() != rows)
        .forEach(
            run ->
                findings.add(
                    "%s counts %d of %d rows".formatted(run.name(), run.operations(), rows)));

    return new BenchResult("lake", machine, runs, findings);
  }

  private List<Run> ours(
      String name, FlinkApplication writer, Preload preload, long rows, List<String> findings)
      throws Exception {
    Contract contract = stage.contracts().require(PINGS);
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      Files before = files(catalog, contract);
      ProcessMeter meter = stage.start(writer);
      Effort atStart = meter.read();
      await(before.rows() + rows, catalog, contract);
      Effort cold = meter.read();
      Files coldFiles = files(catalog, contract);
      preload.pings(rows);
      await(before.rows() + 2 * rows, catalog, contract);
      Effort warm = meter.read();
      Files files = files(catalog, contract);
      Counts counts = ledger(catalog, contract);
      if (files.rows() != counts.rows()) {
        findings.add(
            "The ledger counts %d rows, the files %d".formatted(counts.rows(), files.rows()));
      }
      Run.Standing ours = Run.Standing.OURS;

      return List.of(
          new Run(
              name,
              ours,
              Run.Heat.COLD,
              coldFiles.rows() - before.rows(),
              ProcessMeter.between(atStart, cold),
              Optional.of(cold),
              OptionalDouble.of(coldFiles.minus(before).bytesPerRow()),
              meter.peakMegabytes()),
          new Run(
              name,
              ours,
              Run.Heat.WARM,
              files.rows() - coldFiles.rows(),
              ProcessMeter.between(cold, warm),
              Optional.empty(),
              OptionalDouble.of(files.minus(coldFiles).bytesPerRow()),
              meter.peakMegabytes()));
    }
  }

  private void await(long rows, Catalog catalog, Contract contract) {
    new Countdown("writer", rows, stage.progress())
        .await(() -> ledger(catalog, contract).seen(), PATIENCE);
  }

  private static Files files(Catalog catalog, Contract contract) {
    return Files.of(LakeCatalog.require(catalog, TableLayout.name(contract)));
  }

  private static Counts ledger(Catalog catalog, Contract contract) {
    return Ledger.of(catalog.loadTable(TableLayout.name(contract)).properties()).total();
  }

  /** What the table's data files hold. */
  private record Files(long rows, long bytes) {
    static Files of(Table table) {
      long rows = 0;
      long bytes = 0;
      try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
        for (FileScanTask task : tasks) {
          rows += task.file().recordCount();
          bytes += task.file().fileSizeInBytes();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }

      return new Files(rows, bytes);
    }

    Files minus(Files earlier) {
      return new Files(rows - earlier.rows, bytes - earlier.bytes);
    }

    double bytesPerRow() {
      return rows == 0 ? 0 : (double) bytes / rows;
    }
  }
}
