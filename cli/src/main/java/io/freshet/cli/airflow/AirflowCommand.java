package io.freshet.cli.airflow;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "airflow",
    description = {
      "Starts Airflow beside the embedded platform, and runs DAGs, there or wherever the"
          + " profile says that Airflow is."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet airflow trigger nightly --day 2008-05-19 --wait 15m"},
    subcommands = {
      AirflowUpCommand.class,
      AirflowDownCommand.class,
      AirflowStatusCommand.class,
      TriggerCommand.class,
      RunsCommand.class,
      LogCommand.class,
      BackfillCommand.class
    })
public final class AirflowCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "What about Airflow? One of these:");
  }
}
