package io.freshet.cli.redis;

import io.freshet.cli.Workspace;
import io.freshet.cli.job.JobAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "rebuild",
    description = {
      "Writes into Redis what it should show of orders, dashers and supply, unless it has newer.",
      "Reads Kafka and, where the order service feeds the stream, Postgres. It may run beside the",
      "job, be stopped, and run again. The multipliers surge:<market> are left out: the SQL",
      "application surge writes them anew at the end of its next 5 minutes."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet redis rebuild --since 2h"})
final class RebuildCommand implements Callable<Integer> {
  @Mixin private SinceOption since;
  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("rebuild"));
    arguments.addAll(since.arguments());

    return new RedisJob(workspace, answer, spec).run(arguments, RedisTables::rebuild);
  }
}
