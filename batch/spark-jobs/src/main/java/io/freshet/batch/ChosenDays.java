package io.freshet.batch;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Option;

/** Which days somebody asks for, on the command line. */
final class ChosenDays {
  @Option(names = "--day", description = "The local day to compute, as 2008-05-19")
  private LocalDate day;

  @Option(names = "--from", description = "The first of several days")
  private LocalDate from;

  @Option(names = "--to", description = "The last of several days; it is computed as well")
  private LocalDate to;

  @Option(
      names = "--changed",
      description =
          "Also what has changed in published days since, and what is over and not published;"
              + " alone, nothing but that")
  private boolean changed;

  @Option(
      names = "--dry-run",
      description = "With --changed: print what there is to do, and change nothing")
  private boolean dryRun;

  boolean alsoChanged() {
    return changed;
  }

  boolean onlyPlan() {
    return dryRun;
  }

  List<LocalDate> days() {
    if (dryRun && !changed) {
      throw new FreshetException(
          Fault.CALLER, "--dry-run goes with --changed: without it there is nothing to find out");
    }
    if (day != null && from == null && to == null) {
      return List.of(day);
    }
    if (day == null && from != null && to != null && !to.isBefore(from)) {
      return from.datesUntil(to.plusDays(1)).toList();
    }
    if (changed && day == null && from == null && to == null) {
      return List.of();
    }
    throw new FreshetException(
        Fault.CALLER, "Say which days: --day 2008-05-19, or --from and --to in that order");
  }
}
