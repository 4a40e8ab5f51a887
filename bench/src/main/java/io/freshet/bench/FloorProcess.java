package io.freshet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs a floor in a process of its own, as warm or cold as the application it is held against. */
public final class FloorProcess {
  private static final String MODULE = "bench";
  private static final String MAIN = "io.freshet.bench.floor.FloorApplication";
  private static final String HEAP = "-Xmx1200m";

  private final Stage stage;
  private final Path folder;
  private final Map<String, String> environment;

  /**
   * @param folder where a floor that makes files puts them
   */
  public FloorProcess(Stage stage, Path folder) {
    this(stage, folder, Map.of());
  }

  /**
   * @param environment with settings over those of the stage
   */
  public FloorProcess(Stage stage, Path folder, Map<String, String> environment) {
    this.stage = stage;
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Does the work twice, first with a cold JVM and then with a warm one.
   *
   * @param name of the runs
   * @param floor what {@code FloorApplication} calls it
   * @param events each time
   */
  public List<Run> run(String name, String floor, List<String> contracts, long events) {
    stage.progress().progress(name, "starting");
    JsonNode results = result(floor, contracts, events);
    List<Run> runs = new ArrayList<>();
    for (Run.Heat heat : Run.Heat.values()) {
      Run run = run(name, heat, results.path(heat.ordinal()));
      runs.add(run);
      stage
          .progress()
          .progress(
              name,
              String.format(
                  Locale.ROOT, "%,d in %.2f CPU-s", run.operations(), run.effort().cpuSeconds()));
    }

    return runs;
  }

  /** A run that measured itself, as it tells in JSON. */
  public static Run run(String name, Run.Heat heat, JsonNode result) {
    return new Run(
        name,
        Run.Standing.PEER,
        heat,
        result.path("operations").asLong(),
        new Effort(result.path("wall_seconds").asDouble(), result.path("cpu_seconds").asDouble()),
        Optional.empty(),
        result.has("bytes_per_row")
            ? OptionalDouble.of(result.path("bytes_per_row").asDouble())
            : OptionalDouble.empty(),
        result.path("peak_rss_mb").asLong());
  }

  private JsonNode result(String floor, List<String> contracts, long events) {
    try {
      Files.createDirectories(folder);
      Path json = folder.resolve("floor.json");
      try (ChildProcess process =
          ChildProcess.start(
              "the floor " + floor,
              command(floor, contracts, events, json),
              environment,
              stage.platform().folder().log("floor-" + floor))) {
        process.await();
      }

      return new ObjectMapper().readTree(json.toFile());
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot run the floor " + floor, e);
    }
  }

  private List<String> command(String floor, List<String> contracts, long events, Path json) {
    // The same collector as the applications.
    List<String> options =
        List.of(HEAP, "-XX:+UseParallelGC", "-Dlogback.configurationFile=floor-logback.xml");
    List<String> command = stage.modules().java(MODULE, options, MAIN, "--floor", floor);
    command.addAll(List.of("--profile", stage.profile().toString()));
    command.addAll(List.of("--contracts", String.join(",", contracts)));
    command.addAll(List.of("--events", Long.toString(events), "--folder", folder.toString()));
    command.addAll(
        List.of("--passes", Integer.toString(Run.Heat.values().length), "--json", json.toString()));

    return command;
  }
}
