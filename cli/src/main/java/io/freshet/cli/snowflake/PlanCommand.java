package io.freshet.cli.snowflake;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    description = {"Compares a Snowflake account with the contracts, and changes nothing."},
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet snowflake plan"})
final class PlanCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();

    return new SnowflakeProcess(workspace, json, spec)
        .run(
            SnowflakeProcess.ACCOUNT,
            List.of("plan"),
            result -> AccountPlanText.print(result, out));
  }
}
