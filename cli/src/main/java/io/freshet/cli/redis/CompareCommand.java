package io.freshet.cli.redis;

import io.freshet.cli.Workspace;
import io.freshet.cli.job.JobAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "compare",
    description = {
      "Says which orders, dashers and supply Redis shows too old or not at all.",
      "Traffic may go on: what seems wrong is looked at again until the job must have shown it.",
      "Exit code 1 when anything is missing, older, or blocked by what is no document."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet redis compare --repair"})
final class CompareCommand implements Callable<Integer> {
  @Option(names = "--repair", description = "Write what is missing or older, then look once more")
  private boolean repairs;

  @Mixin private SinceOption since;
  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("compare"));
    arguments.addAll(since.arguments());
    if (repairs) {
      arguments.add("--repair");
    }

    return new RedisJob(workspace, answer, spec).run(arguments, RedisTables::compare);
  }
}
