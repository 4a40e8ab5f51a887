package io.freshet.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts the batch applications of this installation and takes their results. */
public final class Jobs {
  private static final String BATCH_MODULE = "batch/spark-jobs";

  /** Makes maintenance go on until it is told to end. */
  static final String EVERY = "--every";

  private static final String MAINTENANCE_MODULE = "maintenance/compaction";
  private static final String MAINTENANCE = "io.freshet.maintenance.MaintenanceApplication";

  private final Workspace workspace;

  public Jobs(Workspace workspace) {
    this.workspace = workspace;
  }

  /** A nightly that must work. */
  public JsonNode nightly(String job, LocalDate from, LocalDate to) throws Exception {
    return ModuleProcess.require(runNightly(job, days(from, to)), "Nightly " + job, nightlyLog());
  }

  /**
   * Maintenance of all tables that must work, and that merges files which a patient run would leave
   * for later, so that there is something to see on a platform that is minutes old.
   */
  public JsonNode maintainEagerly() throws Exception {
    return maintainAll(
        Map.of(
            "FRESHET_MAINTENANCE_HOT_MIN_SMALL_FILES", "5",
            "FRESHET_MAINTENANCE_MIN_MANIFESTS", "5"));
  }

  /** Maintenance of all tables that must work, and that merges and sorts from two files on. */
  public JsonNode maintainThoroughly() throws Exception {
    return maintainAll(
        Map.of(
            "FRESHET_MAINTENANCE_MIN_SMALL_FILES", "2",
            "FRESHET_MAINTENANCE_HOT_MIN_SMALL_FILES", "2",
            // What has just been written would else be copied, to be sorted later.
            "FRESHET_MAINTENANCE_HOT_WINDOW", "0s"));
  }

  /** Maintenance of one table, as the settings say, that must work. */
  public JsonNode maintain(String table) throws Exception {
    return ModuleProcess.require(
        runMaintenance(List.of(table), List.of(), line -> {}), "Maintenance", maintenanceLog());
  }

  private JsonNode maintainAll(Map<String, String> settings) throws Exception {
    return ModuleProcess.require(
        process()
            .run(MAINTENANCE_MODULE, MAINTENANCE, List.of("--all"), settings, maintenanceLog()),
        "Maintenance",
        maintenanceLog());
  }

  static List<String> days(LocalDate from, LocalDate to) {
    return List.of("--from", from.toString(), "--to", to.toString());
  }

  ModuleProcess.Outcome runNightly(String job, List<String> options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--job", job));
    arguments.addAll(options);

    return process()
        .run(
            BATCH_MODULE, "io.freshet.batch.NightlyApplication", arguments, Map.of(), nightlyLog());
  }

  ModuleProcess.Outcome runLanding(String contract, List<String> options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--contract", contract));
    arguments.addAll(options);

    return shaped(
        process()
            .run(
                BATCH_MODULE,
                "io.freshet.batch.landing.LandingApplication",
                arguments,
                Map.of(),
                landingLog()));
  }

  /**
   * @param progress gets each line that it says on the way
   */
  ModuleProcess.Outcome runBackfill(String job, List<String> options, Consumer<String> progress)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--job", job));
    arguments.addAll(options);

    return shaped(
        process()
            .run(
                BATCH_MODULE,
                "io.freshet.batch.BackfillApplication",
                arguments,
                progress,
                backfillLog()));
  }

  /**
   * @param progress gets each line that it says on the way
   */
  ModuleProcess.Outcome runMaintenance(
      List<String> tables, List<String> options, Consumer<String> progress) throws Exception {
    List<String> arguments = new ArrayList<>(options);
    if (tables.isEmpty()) {
      arguments.add("--all");
    }
    tables.forEach(table -> arguments.addAll(List.of("--table", table)));

    return shaped(
        options.contains(EVERY)
            ? process()
                .runUntilTold(
                    MAINTENANCE_MODULE, MAINTENANCE, arguments, progress, maintenanceLog())
            : process()
                .run(MAINTENANCE_MODULE, MAINTENANCE, arguments, progress, maintenanceLog()));
  }

  /** The result keeps its shape even when the application died and said nothing. */
  private static ModuleProcess.Outcome shaped(ModuleProcess.Outcome outcome) {
    if (outcome.result() instanceof ObjectNode result && !result.has("plan")) {
      result.putNull("plan").putNull("receipt");
    }

    return outcome;
  }

  Path nightlyLog() {
    return workspace.state().log("nightly");
  }

  Path landingLog() {
    return workspace.state().log("land");
  }

  Path backfillLog() {
    return workspace.state().log("backfill");
  }

  Path maintenanceLog() {
    return workspace.state().log("maintain");
  }

  private ModuleProcess process() {
    return new ModuleProcess(workspace.modules(), workspace.installation());
  }
}
