package io.freshet.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.job.ModuleProcess;
import java.nio.file.Path;
import java.util.List;

/** What {@code freshet redis} does, of the platform of a run. */
final class RedisChecks {
  private static final String MODULE = "serving/redis-eta";
  private static final String APPLICATION = "io.freshet.serving.eta.RedisApplication";

  private RedisChecks() {}

  /** Writes what is missing or older. */
  static void rebuild(Workspace workspace) throws Exception {
    ModuleProcess.Outcome outcome = run(workspace, "rebuild");
    JsonNode unused = ModuleProcess.require(outcome, "redis rebuild", log(workspace));
  }

  /** What Redis shows too old or not at all; {@code ok} when that is nothing. */
  static JsonNode compare(Workspace workspace) throws Exception {
    return run(workspace, "compare").result();
  }

  private static ModuleProcess.Outcome run(Workspace workspace, String what) throws Exception {
    return new ModuleProcess(workspace.modules(), workspace.installation())
        .run(MODULE, APPLICATION, List.of(what), line -> {}, log(workspace));
  }

  private static Path log(Workspace workspace) {
    return workspace.state().log("redis-checks");
  }
}
