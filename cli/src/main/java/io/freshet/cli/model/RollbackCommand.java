package io.freshet.cli.model;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "rollback",
    description = "Lets the model serve that served before, or the calibration alone.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet model rollback"})
public final class RollbackCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return new TrainingProgram(workspace, json, spec.commandLine()).run(List.of("rollback"));
  }
}
