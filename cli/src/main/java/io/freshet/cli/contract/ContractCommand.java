package io.freshet.cli.contract;

import io.freshet.cli.contract.alerts.AlertsCommand;
import io.freshet.cli.contract.dashboards.DashboardsCommand;
import io.freshet.cli.contract.diff.DiffCommand;
import io.freshet.cli.contract.draft.NewCommand;
import io.freshet.cli.contract.freshness.PlanFreshnessCommand;
import io.freshet.cli.contract.retire.RetireCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "contract",
    description = "Drafts, checks, compares, plans, applies and retires contracts.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet contract lint"},
    subcommands = {
      NewCommand.class,
      LintCommand.class,
      DiffCommand.class,
      ApplyCommand.class,
      PlanFreshnessCommand.class,
      AlertsCommand.class,
      DashboardsCommand.class,
      RetireCommand.class
    })
public final class ContractCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }
}
