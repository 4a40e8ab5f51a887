package io.freshet.bench.maintain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.Run;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.WatchedProcess;
import io.freshet.core.toolkit.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Those who merge files, each as a process of its own with the same options of the JVM. */
final class Rewriters {
  private static final String OURS = "maintenance/compaction";
  private static final String OUR_MAIN = "io.freshet.maintenance.MaintenanceApplication";
  private static final String PEER = "bench/spark-peer";
  private static final String PEER_MAIN = "io.freshet.bench.peer.spark.RewritePeer";

  /** A bench has not the patience of an installation. */
  private static final Map<String, String> THOROUGH =
      Map.of(
          "FRESHET_MAINTENANCE_MIN_SMALL_FILES", "2",
          "FRESHET_MAINTENANCE_HOT_MIN_SMALL_FILES", "2");

  /** Nothing is being written to: files are decoded, and sorted where the table has an order. */
  private static final Map<String, String> COLD = Map.of("FRESHET_MAINTENANCE_HOT_WINDOW", "0s");

  /** Everything is; and no step but merging, as another would start Spark. */
  private static final Map<String, String> HOT =
      Map.of(
          "FRESHET_MAINTENANCE_HOT_WINDOW", "1d",
          "FRESHET_MAINTENANCE_MIN_MANIFESTS", "100000");

  private final Stage stage;

  Rewriters(Stage stage) {
    this.stage = stage;
  }

  /** Settings of rounds that merge whatever a writer has just left. */
  static Map<String, String> untiring(Path receipts) {
    Map<String, String> settings = new HashMap<>(THOROUGH);
    settings.put("FRESHET_RECEIPTS_PATH", receipts.toString());
    // All of them are counted in the end.
    settings.put("FRESHET_MAINTENANCE_KEEP_RECEIPTS", Integer.toString(Integer.MAX_VALUE));

    return settings;
  }

  /** Maintenance of a table, a second after each round the next. */
  List<String> rounds(TableIdentifier table) {
    return java(OURS, OUR_MAIN, "--table", table.toString(), "--every", "1s");
  }

  /** In which order rows are written. */
  enum Order {
    SORTED("sort"),
    AS_IT_COMES("binpack"),
    /** Row groups as they are. */
    COPIED("copy");

    private final String strategy;

    Order(String strategy) {
      this.strategy = strategy;
    }

    /** Of maintenance that merges so. */
    private Map<String, String> environment() {
      Map<String, String> environment = new HashMap<>(THOROUGH);
      environment.putAll(this == COPIED ? HOT : COLD);

      return environment;
    }

    /** The table whose files somebody merges so. */
    TableIdentifier table(TableIdentifier pings, Standing who) {
      return TableIdentifier.of(
          pings.namespace(),
          "%s_%s_%s".formatted(pings.name(), strategy, who == Standing.OURS ? "ours" : "peer"));
    }
  }

  Rewrite rewrite(Catalog catalog, TableIdentifier table, Order order, Standing who)
      throws IOException {
    Files.createDirectories(stage.scratch());
    Path result = stage.scratch().resolve(table.name() + ".json");
    Rewrite.Files before = files(catalog, table);
    String name =
        (who == Standing.OURS ? "maintenance, " : "rewrite_data_files, ") + order.strategy;
    stage.progress().progress(name, "merging %d files".formatted(before.files()));
    WatchedProcess.Taken taken =
        WatchedProcess.run(
            name,
            who == Standing.OURS ? ours(table, result) : peer(table, order, result),
            who == Standing.OURS ? order.environment() : Map.of(),
            stage.platform().folder().log(table.name()));
    JsonNode told = new ObjectMapper().readTree(result.toFile());
    Rewrite.Files after = files(catalog, table);

    return new Rewrite(
        new Run(
            name,
            who,
            Run.Heat.COLD,
            before.rows(),
            who == Standing.OURS ? ofMerges(told) : effort(told),
            Optional.of(taken.effort()),
            OptionalDouble.of(after.bytes() / (double) after.rows()),
            taken.peakMegabytes()),
        before,
        after);
  }

  private List<String> ours(TableIdentifier table, Path result) {
    return java(OURS, OUR_MAIN, "--table", table.toString(), "--json", result.toString());
  }

  private List<String> peer(TableIdentifier table, Order order, Path result) {
    return java(
        PEER,
        PEER_MAIN,
        "--peer.table=" + table,
        "--peer.strategy=" + order.strategy,
        "--peer.folder=" + stage.scratch(),
        "--peer.result=" + result);
  }

  private List<String> java(String module, String mainClass, String... arguments) {
    List<String> command =
        stage
            .modules()
            .java(
                module,
                List.of("@" + stage.modules().target(OURS).resolve("jvm.options")),
                mainClass,
                "--profile",
                stage.profile().toString());
    command.addAll(List.of(arguments));

    return command;
  }

  /** Maintenance does more than merging. */
  private static Effort ofMerges(JsonNode told) {
    double seconds = 0;
    double cpuSeconds = 0;
    for (JsonNode step : told.at("/receipt/tables/0/steps")) {
      if (step.path("kind").asText().equals("compaction")) {
        seconds += step.path("seconds").asDouble();
        cpuSeconds += step.path("cpu_seconds").asDouble();
      }
    }

    return new Effort(seconds, cpuSeconds);
  }

  private static Effort effort(JsonNode told) {
    return new Effort(told.path("seconds").asDouble(), told.path("cpu_seconds").asDouble());
  }

  static Rewrite.Files files(Catalog catalog, TableIdentifier table) {
    Snapshot now = catalog.loadTable(table).currentSnapshot();

    return new Rewrite.Files(
        number(now, "total-data-files"),
        number(now, "total-files-size"),
        number(now, "total-records"));
  }

  private static long number(Snapshot snapshot, String key) {
    return Long.parseLong(snapshot.summary().get(key));
  }
}
