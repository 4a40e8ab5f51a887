package io.freshet.batch.changes;

import io.freshet.batch.lake.Inputs;
import io.freshet.batch.nightly.MarketDays;
import io.freshet.batch.nightly.MarketZones;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.publish.NightlyReport;
import io.freshet.batch.publish.NightlyRunner;
import io.freshet.core.lake.PublishedDay;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a table to what its inputs are now, by computing the partitions that have changed and no
 * others. Safe to rerun and to kill: whatever the order and number of runs, the rows that the table
 * ends with are the same.
 */
public final class ChangedRun {
  private static final Logger log = LoggerFactory.getLogger(ChangedRun.class);

  private final NightlyRunner runner;

  public ChangedRun(NightlyRunner runner) {
    this.runner = runner;
  }

  /** What was to do, and what became of it. */
  public record Result(ChangePlan plan, NightlyReport report) {}

  /**
   * @param asked days to compute in any case, once they are over
   */
  public Result run(NightlyJob job, Collection<LocalDate> asked) {
    Table output = runner.output(job);
    Inputs inputs = runner.pin(job);
    NavigableMap<LocalDate, PublishedDay> published = PublishedDay.of(output.properties());
    ChangePlan plan = ChangePlan.of(job, inputs, published, asked);
    log.info(
        "Changes planned job={} partitions={} untouched={} open={}",
        job.name(),
        plan.partitions().keySet(),
        plan.untouched().size(),
        plan.open());
    keepUp(output, job, inputs, published, plan);

    return new Result(plan, runner.run(job, inputs, plan.partitions()));
  }

  /** What a run would do now. */
  public ChangePlan plan(NightlyJob job, Collection<LocalDate> asked) {
    return ChangePlan.of(
        job, runner.pin(job), PublishedDay.of(runner.output(job).properties()), asked);
  }

  /**
   * Says that untouched partitions are right by the newer snapshots as well, so that the next run
   * looks at nothing twice, and none has to look back behind snapshots that have expired.
   */
  private static void keepUp(
      Table output,
      NightlyJob job,
      Inputs inputs,
      Map<LocalDate, PublishedDay> planned,
      ChangePlan plan) {
    output.refresh();
    Map<LocalDate, PublishedDay> now = PublishedDay.of(output.properties());
    MarketZones zones = MarketZones.of(inputs.rows(NightlyJob.MARKETS));
    UpdateProperties update = output.updateProperties();
    int kept = 0;
    for (LocalDate day : plan.untouched()) {
      PublishedDay known = planned.get(day);
      boolean isBehind =
          known.basis().filter(basis -> basis.inputs().equals(inputs.snapshots())).isEmpty();
      // Somebody may have published it meanwhile, from what only they know.
      if (isBehind && Objects.equals(known, now.get(day))) {
        MarketDays days = zones.days(day, job.period().next(day));
        PublishedDay.Basis basis =
            new PublishedDay.Basis(days.start(), days.end(), inputs.snapshots());
        new PublishedDay(day, known.expectedRows(), Optional.of(basis))
            .properties()
            .forEach(
                (key, value) -> {
                  // Only what it rests on: of how many rows it has, who published it knows better.
                  if (key.startsWith(PublishedDay.INPUTS)) {
                    update.set(key, value);
                  }
                });
        kept++;
      }
    }
    if (kept > 0) {
      update.commit();
    }
  }
}
