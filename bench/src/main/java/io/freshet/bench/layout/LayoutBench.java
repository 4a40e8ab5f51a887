package io.freshet.bench.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.ChildProcess;
import io.freshet.bench.Countdown;
import io.freshet.bench.Machine;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.TableFiles;
import io.freshet.bench.floor.JsonSize;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.local.FlinkApplication;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * What a ping takes in Parquet: as the writer leaves it and as maintenance does, by either version
 * of Parquet's pages, beside the least that pyarrow finds for the same rows in the same order.
 */
public final class LayoutBench {
  public static final String PINGS = "dasher_pings";

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long EVENTS_AS_JSON = 100_000;
  private static final String NOTEBOOKS = "notebooks";

  private final Stage stage;
  private final FlinkApplication writer;
  private final Callable<?> maintenance;
  private final List<String> findings = new ArrayList<>();

  /**
   * Good for one run.
   *
   * @param writer of pings alone, with several commits for these rows: a lone file is never merged
   * @param maintenance merges and sorts wherever a day has two files
   */
  public LayoutBench(Stage stage, FlinkApplication writer, Callable<?> maintenance) {
    this.stage = stage;
    this.writer = writer;
    this.maintenance = maintenance;
  }

  /** What fills the stream of pings. */
  @FunctionalInterface
  public interface Source {
    /** Sends the pings; answers how many they are. */
    long send() throws Exception;
  }

  public LayoutResult run(Source source) throws Exception {
    Machine machine = Machine.here();
    long rows = source.send();
    double jsonBytes =
        JsonSize.bytesPerEvent(
            stage.settings(), stage.contracts().require(PINGS), Math.min(rows, EVENTS_AS_JSON));
    List<Stored> stored = new ArrayList<>();
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      for (TableSettings.Pages pages : TableSettings.Pages.values()) {
        stored.addAll(store(pages, rows, catalog));
      }
      stored.add(least(catalog));
    }
    stored.stream()
        .filter(each -> each.rows() != rows)
        .forEach(
            each -> findings.add("%s has %d of %d rows".formatted(each.name(), each.rows(), rows)));

    return new LayoutResult(machine, jsonBytes, stored, findings);
  }

  private static TableIdentifier table(Contract contract) {
    return TableLayout.name(contract);
  }

  private List<Stored> store(TableSettings.Pages pages, long rows, Catalog catalog)
      throws Exception {
    Contract contract = stage.contracts().require(PINGS);
    catalog.dropTable(table(contract));
    new TableProvisioner(catalog).plan(contract).step().run();
    UpdateProperties properties = LakeCatalog.require(catalog, table(contract)).updateProperties();
    TableLayout.pages(pages).forEach(properties::set);
    properties.commit();
    String name = "pages " + pages.name().toLowerCase(Locale.ROOT);
    stage.start(writer);
    try {
      new Countdown(name, rows, stage.progress())
          .await(
              () ->
                  Ledger.of(LakeCatalog.require(catalog, table(contract)).properties())
                      .total()
                      .seen(),
              PATIENCE);
    } finally {
      stage.platform().retire(writer);
    }
    Stored written =
        Stored.in(LakeCatalog.require(catalog, table(contract)), name + ", as written");
    stage.progress().progress(name, "maintenance");
    maintenance.call();
    Stored maintained =
        Stored.in(LakeCatalog.require(catalog, table(contract)), name + ", maintained");
    if (written.files() > 1 && maintained.files() >= written.files()) {
      findings.add(
          "Of %d files with %s maintenance has left %d"
              .formatted(written.files(), name, maintained.files()));
    }

    return List.of(written, maintained);
  }

  /** From the files that maintenance has left: the rows are the same whatever the pages. */
  private Stored least(Catalog catalog) throws Exception {
    Table table = LakeCatalog.require(catalog, table(stage.contracts().require(PINGS)));
    Path project = stage.modules().project();
    String python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of(NOTEBOOKS, project.resolve(NOTEBOOKS).resolve("requirements.txt"), stage.progress())
            .python();
    Path json = stage.scratch().resolve("least.json");
    List<String> command =
        new ArrayList<>(
            List.of(
                python,
                project.resolve("bench/src/main/python/least.py").toString(),
                "--json",
                json.toString()));
    TableFiles.copy(table, stage.scratch()).forEach(file -> command.add(file.toString()));
    stage.progress().progress("pyarrow", "writing each column in each encoding");
    try (ChildProcess process =
        ChildProcess.start(
            "pyarrow",
            command,
            Map.of("PYTHONDONTWRITEBYTECODE", "1"),
            stage.platform().folder().log("pyarrow"))) {
      process.await();
    }
    JsonNode found = new ObjectMapper().readTree(json.toFile());

    return new Stored(
        "pyarrow, the least of each column",
        Standing.PEER,
        found.path("rows").asLong(),
        1,
        found.path("bytes").asLong(),
        found.path("own_bytes").asLong());
  }
}
