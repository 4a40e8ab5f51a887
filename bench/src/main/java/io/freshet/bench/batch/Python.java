package io.freshet.bench.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.Run;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.WatchedProcess;
import io.freshet.core.toolkit.Effort;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A script of this module that measures itself, as a process in an environment of its own. */
final class Python {
  private static final String SCRIPTS = "bench/src/main/python";

  private final Stage stage;
  private final String script;
  private final String python;
  private final Map<String, String> variables;

  private Python(Stage stage, String script, String python, Map<String, String> variables) {
    this.stage = stage;
    this.script = stage.modules().project().resolve(SCRIPTS).resolve(script).toString();
    this.python = python;
    this.variables = variables;
  }

  /**
   * @param environment its name among those of this machine
   * @param requirements what it holds, from the project's folder
   * @param variables besides those of this process
   */
  static Python of(
      Stage stage,
      String script,
      String environment,
      String requirements,
      Map<String, String> variables) {
    Path pins = stage.modules().project().resolve(requirements);
    String python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of(environment, pins, stage.progress())
            .python();

    return new Python(stage, script, python, variables);
  }

  /** What a script has told, and what it took. */
  record Told(JsonNode result, Run run) {}

  /**
   * @param name of the run
   * @param key of its files
   */
  Told run(String name, Standing standing, String key, String... arguments) throws IOException {
    stage.progress().progress("batch", name);
    Path json = stage.scratch().resolve(key + ".json");
    List<String> command = new ArrayList<>(List.of(python, script, "--json", json.toString()));
    command.addAll(List.of(arguments));
    Map<String, String> all = new HashMap<>(variables);
    all.put("PYTHONDONTWRITEBYTECODE", "1");
    WatchedProcess.Taken taken =
        WatchedProcess.run(name, command, all, stage.platform().folder().log(key));
    JsonNode result = new ObjectMapper().readTree(json.toFile());

    return new Told(result, run(name, standing, result, taken));
  }

  private static Run run(
      String name, Standing standing, JsonNode result, WatchedProcess.Taken taken) {
    return new Run(
        name,
        standing,
        Run.Heat.COLD,
        result.path("rows").asLong(),
        new Effort(result.path("wall_seconds").asDouble(), result.path("cpu_seconds").asDouble()),
        result.path("times").asInt(1) == 1 ? Optional.of(taken.effort()) : Optional.empty(),
        result.has("bytes")
            ? OptionalDouble.of(
                result.path("bytes").asDouble() / Math.max(1, result.path("rows").asLong()))
            : OptionalDouble.empty(),
        taken.peakMegabytes());
  }
}
