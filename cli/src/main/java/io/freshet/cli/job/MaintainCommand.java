package io.freshet.cli.job;

import io.freshet.cli.Workspace;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "maintain",
    description = {
      "Compacts small files, expires snapshots, rewrites manifests and removes orphans,"
          + " where that pays.",
      "With maintenance.row-expiry, days past their contract's retention go first.",
      "Safe beside a running writer. Prints its plan and leaves a receipt."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet maintain raw.dasher_pings --dry-run",
      "          ./freshet maintain --every 10m"
    })
public final class MaintainCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "TABLE",
      description = "Tables, as dasher_pings or raw.dasher_pings; default: all")
  private List<String> tables = List.of();

  @Option(names = "--dry-run", description = "Print the plan and change nothing")
  private boolean dryRun;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "Goes on until Ctrl-C, so long after each round, and prints a line for each")
  private Duration every;

  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Jobs jobs = new Jobs(workspace);
    ModuleProcess.Outcome outcome =
        jobs.runMaintenance(
            tables.stream().map(this::whole).toList(),
            options(),
            every == null ? line -> {} : new RoundProgress(spec.commandLine().getErr()::println));

    return answer.give("Maintenance", outcome, JobTables::maintenance, jobs.maintenanceLog());
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    if (dryRun) {
      options.add("--dry-run");
    }
    if (every != null) {
      options.addAll(List.of(Jobs.EVERY, Durations.print(every)));
    }

    return options;
  }

  /** With its namespace, which the contract knows. */
  private String whole(String table) {
    return table.contains(".")
        ? table
        : TableLayout.name(workspace.contracts().require(table)).toString();
  }
}
