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
    name = "list",
    description = "Lists the models by version, what each was worth, and which one serves.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet model list"})
public final class ListCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return new TrainingProgram(workspace, json, spec.commandLine()).run(List.of("list"));
  }
}
