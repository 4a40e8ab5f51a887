package io.freshet.cli.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.job.ModuleProcess;
import io.freshet.cli.output.JsonOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Runs the Snowflake module: its driver is as big as an engine, and stays out of this process. */
final class SnowflakeProcess {
  static final String ACCOUNT = "io.freshet.warehouse.snowflake.SnowflakeApplication";
  static final String LANDING = "io.freshet.warehouse.snowflake.landing.LandingApplication";

  private static final String MODULE = "warehouse/snowflake";

  // The driver would ask each cloud's metadata service where it runs.
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SNOWFLAKE_DISABLE_PLATFORM_DETECTION", "true");

  private final Workspace workspace;
  private final JsonOption json;
  private final CommandSpec spec;

  SnowflakeProcess(Workspace workspace, JsonOption json, CommandSpec spec) {
    this.workspace = workspace;
    this.json = json;
    this.spec = spec;
  }

  /**
   * Answers with the process's exit code.
   *
   * @param text prints a result that is no failure
   */
  int run(String mainClass, List<String> arguments, Consumer<JsonNode> text) throws Exception {
    Path log = workspace.state().log("snowflake");
    ModuleProcess.Outcome outcome =
        new ModuleProcess(workspace.modules(), workspace.installation())
            .run(MODULE, mainClass, arguments, ENVIRONMENT, log);
    PrintWriter out = spec.commandLine().getOut();
    json.write(outcome.result(), out);
    if (outcome.result().has("failure")) {
      spec.commandLine().getErr().println(outcome.line("Snowflake", log));
    } else if (!json.replacesText()) {
      text.accept(outcome.result());
    }

    return outcome.exitCode();
  }
}
