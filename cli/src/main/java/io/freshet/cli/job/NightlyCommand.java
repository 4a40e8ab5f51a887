package io.freshet.cli.job;

import io.freshet.cli.Workspace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "nightly",
    description = {
      "Computes whole local days of a derived table and publishes each day that passes its"
          + " checks.",
      "Running a day again changes nothing. Where late events have come, --changed computes the"
          + " days that they touch, and none else."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet run nightly --day 2008-05-19",
      "          ./freshet run nightly --job orders_history --changed"
    })
final class NightlyCommand implements Callable<Integer> {
  @Option(
      names = "--job",
      defaultValue = "dasher_efficiency",
      description = "Default: ${DEFAULT-VALUE}")
  private String job;

  @Option(names = "--day", description = "First local day, such as 2008-05-19")
  private LocalDate day;

  @Option(names = "--to", description = "Last local day; default: the first")
  private LocalDate to;

  @Option(
      names = "--changed",
      description =
          "Also what has changed in published days since, and what is over and not published;"
              + " without --day nothing but that")
  private boolean changed;

  @Option(
      names = "--dry-run",
      description = "With --changed: print what there is to do, and change nothing")
  private boolean dryRun;

  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Jobs jobs = new Jobs(workspace);
    ModuleProcess.Outcome outcome = jobs.runNightly(job, options());

    return answer.give("Nightly", outcome, JobTables::nightly, jobs.nightlyLog());
  }

  private List<String> options() {
    if (day == null && (to != null || !changed)) {
      throw new ParameterException(
          spec.commandLine(),
          "Say which days: --day 2008-05-19, or --changed for what has changed");
    }
    List<String> options = new ArrayList<>();
    if (day != null) {
      options.addAll(Jobs.days(day, to == null ? day : to));
    }
    if (changed) {
      options.add("--changed");
    }
    if (dryRun) {
      options.add("--dry-run");
    }

    return options;
  }
}
