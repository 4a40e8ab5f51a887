package io.freshet.batch.backfill;

import io.freshet.batch.lake.Inputs;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.Slice;
import io.freshet.batch.publish.DayPlan;
import io.freshet.batch.publish.DayRows;
import io.freshet.batch.publish.WrittenRows;
import io.freshet.core.toolkit.Effort;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes days of one set of pinned inputs, writes each to the branch and checks it there.
 *
 * @param over which files main had of each day before the inputs were pinned
 */
record Staging(
    NightlyJob job,
    DayRows rows,
    StagingBranch branch,
    Inputs inputs,
    Map<LocalDate, String> over) {
  private static final Logger log = LoggerFactory.getLogger(Staging.class);

  DayOutcome stage(LocalDate day) {
    Effort.Meter meter = Effort.start();
    Optional<String> lost = Slice.of(job, inputs, day).lost();
    if (lost.isPresent()) {
      log.warn("Backfill day left job={} day={} cause={}", job.name(), day, lost.get());

      return DayOutcome.LEFT;
    }
    DayPlan planned = DayPlan.of(job, inputs, day);
    if (planned.expectedRows() == 0) {
      return DayOutcome.LEFT;
    }
    write(day, planned);
    long snapshotId = branch.written(day);
    Dataset<Row> written = rows.of(rows.at(snapshotId), day);
    DayRows.Checked checked = rows.check(planned, written);
    DayOutcome outcome = DayOutcome.checked(checked.checks());
    if (!outcome.isDone()) {
      return outcome;
    }
    WrittenRows passed = checked.rows();
    branch.pass(day, snapshotId, new StagedDay.Passed(passed, meter.read().seconds()));
    log.info("Backfill day done job={} day={} rows={}", job.name(), day, passed.count());

    return outcome;
  }

  private void write(LocalDate day, DayPlan planned) {
    try {
      rows.write(planned, day, branch.name(), branch.summary(day, planned, over.get(day)));
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("Table %s went away".formatted(rows.main()), e);
    }
  }
}
