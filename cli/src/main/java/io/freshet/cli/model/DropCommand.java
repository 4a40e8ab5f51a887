package io.freshet.cli.model;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "drop",
    description = {
      "Takes a training set away: the tags that keep its snapshots, and its files.",
      "No table loses a row by it; snapshots that nothing else keeps may expire from then on. The",
      "set can't be made again. Models that were trained on it stay."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet dataset drop eta-2026-03"})
public final class DropCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Of the set")
  private String name;

  @Option(names = "--dry-run", description = "Say what would go, and change nothing")
  private boolean isDry;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("drop", name));
    if (isDry) {
      arguments.add("--dry-run");
    }

    return new TrainingProgram(workspace, json, spec.commandLine()).run(arguments);
  }
}
