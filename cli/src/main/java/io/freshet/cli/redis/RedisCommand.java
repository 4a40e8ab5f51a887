package io.freshet.cli.redis;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "redis",
    description =
        "What Redis shows of orders, dashers and supply: restored, or held against its sources.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet redis compare"},
    subcommands = {RebuildCommand.class, CompareCommand.class})
public final class RedisCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }
}
