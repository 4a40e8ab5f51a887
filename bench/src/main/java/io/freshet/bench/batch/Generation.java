package io.freshet.bench.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.Countdown;
import io.freshet.bench.Stage;
import io.freshet.bench.WatchedProcess;
import io.freshet.bench.batch.BatchBench.BatchPart;
import io.freshet.bench.batch.BatchBench.Plan;
import io.freshet.bench.batch.BatchResult.Generated;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Has the day's rows made by {@code DayApplication}, and says how far it has come. */
final class Generation {
  static final String PINGS = "dasher_pings";
  static final String STEPS = "order_events";
  static final String PREDICTIONS = "eta_predictions";

  private static final String MODULE = "bench";
  private static final String MAIN = "io.freshet.bench.batch.day.DayApplication";
  private static final String HEAP = "-Xmx1536m";

  /** What is written for each part beside markets and orders' steps. */
  private static final Map<BatchPart, String> CONTENTS =
      Map.of(BatchPart.NIGHTLY, "pings", BatchPart.DATASET, "predictions");

  private final Stage stage;

  Generation(Stage stage) {
    this.stage = stage;
  }

  /** The tables as they were filled. */
  record Made(List<Generated> tables, Effort effort) {
    Generated table(String contract) {
      return tables.stream()
          .filter(each -> each.table().equals(contract))
          .findFirst()
          .orElseThrow();
    }
  }

  Made make(Plan plan, Catalog catalog) throws IOException {
    Path json = stage.scratch().resolve("day.json");
    WatchedProcess.Taken taken =
        WatchedProcess.run(
            "the generator",
            command(plan, json),
            Map.of(),
            stage.platform().folder().log("day"),
            telling(plan, catalog));
    JsonNode told = new ObjectMapper().readTree(json.toFile());
    List<Generated> tables = new ArrayList<>();
    told.properties()
        .forEach(
            table ->
                tables.add(
                    new Generated(
                        table.getKey(),
                        table.getValue().path("rows").asLong(),
                        table.getValue().path("commits").asInt(),
                        table.getValue().path("bytes").asLong())));
    Made made = new Made(tables, taken.effort());
    if (plan.has(BatchPart.NIGHTLY) && made.table(PINGS).rows() == 0) {
      throw new FreshetException(Fault.OURS, "The generator has made no pings");
    }

    return made;
  }

  /** By what the table of pings holds; of predictions nobody knows how many there will be. */
  private Runnable telling(Plan plan, Catalog catalog) {
    Countdown countdown = new Countdown("generating", plan.pings(), stage.progress());
    TableIdentifier pings = TableLayout.name(stage.contracts().require(PINGS));

    return plan.has(BatchPart.NIGHTLY) ? () -> countdown.at(() -> rows(catalog, pings)) : () -> {};
  }

  private static long rows(Catalog catalog, TableIdentifier table) {
    Snapshot now = catalog.loadTable(table).currentSnapshot();

    return now == null ? 0 : Long.parseLong(now.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP));
  }

  private List<String> command(Plan plan, Path json) {
    return stage
        .modules()
        .java(
            MODULE,
            List.of(HEAP, "-XX:+UseParallelGC", "-Dlogback.configurationFile=floor-logback.xml"),
            MAIN,
            "--profile",
            stage.profile().toString(),
            "--pings",
            Long.toString(plan.pings()),
            "--commits",
            Integer.toString(plan.commits()),
            "--contents",
            plan.parts().stream().map(CONTENTS::get).sorted().collect(Collectors.joining(",")),
            "--json",
            json.toString());
  }
}
