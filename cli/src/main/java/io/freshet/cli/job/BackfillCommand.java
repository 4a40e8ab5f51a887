package io.freshet.cli.job;

import io.freshet.cli.Workspace;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.LocalDate;
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
    name = "backfill",
    description = {
      "Computes a stretch of local days of a derived table, published in one commit.",
      "Readers see all of it or what they saw before. Killed, the same call goes on with the days"
          + " that are not done; days that a nightly changes meanwhile are computed anew. The"
          + " receipt says how each day differs from what it was."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet backfill dasher_efficiency --from 2008-05-19 --to 2008-05-25 --dry-run",
      "          ./freshet backfill orders_history --from 2008-05-01 --to 2008-05-31 \\",
      "            --because 'tips count into the total now'"
    })
public final class BackfillCommand implements Callable<Integer> {
  @Parameters(paramLabel = "JOB", description = "Which nightly computes them")
  private String job;

  @Option(names = "--from", required = true, description = "First local day, such as 2008-05-19")
  private LocalDate from;

  @Option(names = "--to", required = true, description = "Last local day; it is computed as well")
  private LocalDate to;

  @Option(names = "--because", paramLabel = "TEXT", description = "Why; the receipt says it")
  private String because;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "2",
      description = "So many days at a time; default: ${DEFAULT-VALUE}")
  private int parallel;

  @Option(
      names = "--afresh",
      description =
          "Compute all days, also those that an earlier call of the same days has done and not"
              + " published; for when the rule is another one now")
  private boolean afresh;

  @Option(names = "--dry-run", description = "Print the plan and change nothing")
  private boolean dryRun;

  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Jobs jobs = new Jobs(workspace);
    ModuleProcess.Outcome outcome =
        jobs.runBackfill(
            job, options(), new BackfillProgress(err::println, InstantSource.system()));

    return answer.give("Backfill", outcome, BackfillText::print, jobs.backfillLog());
  }

  private List<String> options() {
    List<String> options = new ArrayList<>(Jobs.days(from, to));
    options.addAll(List.of("--parallel", Integer.toString(parallel)));
    if (because != null) {
      options.addAll(List.of("--because", because));
    }
    if (afresh) {
      options.add("--afresh");
    }
    if (dryRun) {
      options.add("--dry-run");
    }

    return options;
  }
}
