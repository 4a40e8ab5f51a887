package io.freshet.cli.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "app",
    description = "Drafts, checks, plans and runs Flink SQL applications.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet app lint"},
    subcommands = {
      AppNewCommand.class,
      AppLintCommand.class,
      AppPlanCommand.class,
      AppRunCommand.class,
      AppStopCommand.class
    })
public final class AppCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }
}
