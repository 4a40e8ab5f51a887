package io.freshet.cli.snowflake;

import io.freshet.cli.Workspace;
import io.freshet.cli.job.JobAnswer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "apply",
    description = {
      "Makes a Snowflake account follow the contracts.",
      "Volume, catalog, Iceberg tables, pipes, masks, roles and grants. Prints the plan;"
          + " running it again changes nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet snowflake apply --dry-run"})
final class ApplyCommand implements Callable<Integer> {
  @Option(names = "--dry-run", description = "Print the plan and change nothing")
  private boolean dryRun;

  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;

  @Override
  public Integer call() throws Exception {
    return new SnowflakeProcess(workspace, answer)
        .run(
            SnowflakeProcess.ACCOUNT,
            dryRun ? List.of("apply", "--dry-run") : List.of("apply"),
            AccountPlanText::print);
  }
}
