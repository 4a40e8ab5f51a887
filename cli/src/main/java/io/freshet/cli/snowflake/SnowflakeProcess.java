package io.freshet.cli.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.job.JobAnswer;
import io.freshet.cli.job.ModuleProcess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Runs the Snowflake module: its driver is as big as an engine, and stays out of this process. */
final class SnowflakeProcess {
  static final String ACCOUNT = "io.freshet.warehouse.snowflake.SnowflakeApplication";
  static final String LANDING = "io.freshet.warehouse.snowflake.landing.LandingApplication";

  private static final String MODULE = "warehouse/snowflake";

  // The driver would ask each cloud's metadata service where it runs.
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SNOWFLAKE_DISABLE_PLATFORM_DETECTION", "true");

  private final Workspace workspace;
  private final JobAnswer answer;

  SnowflakeProcess(Workspace workspace, JobAnswer answer) {
    this.workspace = workspace;
    this.answer = answer;
  }

  /**
   * Answers with the process's exit code.
   *
   * @param text prints a result that is no failure
   */
  int run(String mainClass, List<String> arguments, BiConsumer<JsonNode, PrintWriter> text)
      throws Exception {
    Path log = workspace.state().log("snowflake");
    ModuleProcess.Outcome outcome =
        new ModuleProcess(workspace.modules(), workspace.installation())
            .run(MODULE, mainClass, arguments, ENVIRONMENT, log);

    return answer.giveOrSayWhyNot("Snowflake", outcome, text, log);
  }
}
