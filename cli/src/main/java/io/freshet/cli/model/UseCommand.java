package io.freshet.cli.model;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "use",
    description = {
      "Lets a model serve: the job sees it within eta.model-check-every, without a restart.",
      "The job refuses one that it can't use, says so in its log and goes on with what served."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet model use eta-3"})
public final class UseCommand implements Callable<Integer> {
  @Parameters(paramLabel = "VERSION", description = "One that freshet model list shows")
  private String version;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return new TrainingProgram(workspace, json, spec.commandLine()).run(List.of("use", version));
  }
}
