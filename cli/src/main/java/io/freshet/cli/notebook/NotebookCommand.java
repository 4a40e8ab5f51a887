package io.freshet.cli.notebook;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "notebook",
    description = {
      "The notebooks in notebooks/, with a Python that has them all: PyIceberg, pandas,"
          + " Spark, and the package freshet, which knows where this platform is.",
      "The first use makes it (1.1 GB)."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet notebook open"},
    subcommands = {OpenCommand.class, RunCommand.class})
public final class NotebookCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }
}
