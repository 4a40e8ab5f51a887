package io.freshet.cli.warehouse;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "scratch",
    description = "A schema per team to try things in, where nothing stays for ever.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet scratch create growth --expires 14d"},
    subcommands = {
      ScratchCreateCommand.class,
      ScratchListCommand.class,
      ScratchExpireCommand.class
    })
public final class ScratchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }
}
