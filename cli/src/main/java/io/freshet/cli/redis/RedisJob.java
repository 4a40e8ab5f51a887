package io.freshet.cli.redis;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.job.JobAnswer;
import io.freshet.cli.job.ModuleProcess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import picocli.CommandLine.Model.CommandSpec;

/** Runs the process of redis-eta that writes and reads beside the job. */
final class RedisJob {
  private static final String MODULE = "serving/redis-eta";
  private static final String APPLICATION = "io.freshet.serving.eta.RedisApplication";

  private final Workspace workspace;
  private final JobAnswer answer;
  private final CommandSpec spec;

  RedisJob(Workspace workspace, JobAnswer answer, CommandSpec spec) {
    this.workspace = workspace;
    this.answer = answer;
    this.spec = spec;
  }

  /**
   * Answers with the process's exit code.
   *
   * @param text prints a result that is no failure
   */
  int run(List<String> arguments, BiConsumer<JsonNode, PrintWriter> text) throws Exception {
    Path log = workspace.state().log("redis");
    PrintWriter err = spec.commandLine().getErr();
    ModuleProcess.Outcome outcome =
        new ModuleProcess(workspace.modules(), workspace.installation())
            .run(MODULE, APPLICATION, arguments, err::println, log);

    return answer.giveOrSayWhyNot("redis " + arguments.get(0), outcome, text, log);
  }
}
