package io.freshet.cli.snowflake;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "snowflake",
    description = "Makes a Snowflake account follow the contracts, and lands files for its pipes.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet snowflake plan"},
    subcommands = {PlanCommand.class, ApplyCommand.class, SqlCommand.class, LandCommand.class})
public final class SnowflakeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }
}
