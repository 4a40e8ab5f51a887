package io.freshet.cli.model;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "model",
    description = {
      "The models by which the ETA job corrects its calibration.",
      "They lie by version in the folder of eta.model, which the job watches."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet model train eta --dataset eta-2026-03"},
    subcommands = {
      TrainCommand.class,
      ListCommand.class,
      UseCommand.class,
      RollbackCommand.class,
      SpeedsCommand.class
    })
public final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }
}
