package io.freshet.cli.snowflake;

import io.freshet.cli.Workspace;
import io.freshet.cli.job.JobAnswer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "plan",
    description = {"Compares a Snowflake account with the contracts, and changes nothing."},
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet snowflake plan"})
final class PlanCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;

  @Override
  public Integer call() throws Exception {
    return new SnowflakeProcess(workspace, answer)
        .run(SnowflakeProcess.ACCOUNT, List.of("plan"), AccountPlanText::print);
  }
}
