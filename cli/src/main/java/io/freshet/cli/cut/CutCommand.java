package io.freshet.cli.cut;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "cut",
    description = "The tables of a domain as they were complete up to one hour.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet cut create delivery"},
    subcommands = {
      CutCreateCommand.class,
      CutListCommand.class,
      CutShowCommand.class,
      CutDropCommand.class
    })
public final class CutCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }
}
