package io.freshet.batch.publish;

import io.freshet.batch.lake.Inputs;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.batch.nightly.Slice;
import io.freshet.batch.publish.DayReport.Outcome;
import io.freshet.batch.publish.DayReport.Trace;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Effort;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of one output table: write to a branch, check, publish; or leave the branch for
 * people to look at and say why.
 */
final class DayRun {
  /** A day of which some rows are gone would come out smaller than it was. */
  private static final String HELD = "the inputs still hold the day";

  private static final Logger log = LoggerFactory.getLogger(DayRun.class);

  private final Catalog catalog;
  private final NightlyJob job;
  private final TableIdentifier output;
  private final DayRows rows;

  /**
   * @param contract the output's
   */
  DayRun(SparkSession spark, Catalog catalog, NightlyJob job, Contract contract) {
    this.catalog = catalog;
    this.job = job;
    this.output = TableLayout.name(contract);
    this.rows = new DayRows(spark, contract);
  }

  /**
   * Which attempt at a day it is.
   *
   * @param meter runs since the first
   */
  record Attempt(int number, Effort.Meter meter) {
    private DayCost cost(DayPlan planned, long bytesWritten) {
      return new DayCost(number, meter.read(), planned.size(), bytesWritten);
    }
  }

  /**
   * @throws DayChangedException when another run of the day came in between; start over
   */
  DayReport run(Inputs inputs, LocalDate day, Attempt attempt) {
    DayPlan planned = DayPlan.of(job, inputs, day);
    Optional<String> lost = Slice.of(job, inputs, day).lost();
    if (lost.isPresent()) {
      return unwritten(day, Outcome.REFUSED, planned, new QualityRule.Check(HELD, lost), attempt);
    }
    if (planned.expectedRows() == 0) {
      return nothingToWrite(planned, day, rows.of(rows.main(), day).count(), attempt);
    }
    AuditBranch branch = AuditBranch.open(catalog, output, job.name(), day);
    try {
      write(day, planned, branch);

      return publish(day, planned, branch, attempt);
    } catch (ValidationException e) {
      // Spark refuses to read or write a branch that is no longer there.
      throw branch.isGone() ? AuditBranch.gone(branch.name(), e) : e;
    }
  }

  private DayReport publish(LocalDate day, DayPlan planned, AuditBranch branch, Attempt attempt) {
    Dataset<Row> onBranch = rows.of(rows.branch(branch.name()), day);
    DayRows.Checked checked = rows.check(planned, onBranch);
    List<QualityRule.Check> checks = checked.checks();
    WrittenRows written = checked.rows();
    if (checks.stream().anyMatch(QualityRule.Check::refuses)) {
      log.warn(
          "Nightly refused job={} day={} look at it with: {}", job.name(), day, branch.query());

      return new DayReport(
          day,
          Outcome.REFUSED,
          written,
          planned,
          Trace.of(branch),
          checks,
          attempt.cost(planned, branch.bytesWritten()));
    }
    Snapshot published =
        branch.publish(
            Expressions.equal(rows.dayColumn(), day.toString()),
            planned.published(day).properties());

    return new DayReport(
        day,
        Outcome.PUBLISHED,
        written,
        planned,
        Trace.of(published.snapshotId()),
        checks,
        attempt.cost(planned, DayCost.bytesWritten(published)));
  }

  /**
   * Inputs that hold nothing of a day replace nothing: rather than the world having stood still,
   * retention has taken the inputs of a day that was computed long ago.
   */
  private static DayReport nothingToWrite(
      DayPlan planned, LocalDate day, long present, Attempt attempt) {
    Optional<String> violation =
        present == 0
            ? Optional.empty()
            : Optional.of(
                "the inputs hold nothing of the day, and the table's %d rows of it stay"
                    .formatted(present));

    return unwritten(
        day,
        present == 0 ? Outcome.EMPTY : Outcome.REFUSED,
        planned,
        new QualityRule.Check("rows are replaced only by rows", violation),
        attempt);
  }

  private static DayReport unwritten(
      LocalDate day, Outcome outcome, DayPlan planned, QualityRule.Check check, Attempt attempt) {
    return new DayReport(
        day,
        outcome,
        WrittenRows.NONE,
        planned,
        Trace.none(),
        List.of(check),
        attempt.cost(planned, 0));
  }

  private void write(LocalDate day, DayPlan planned, AuditBranch branch) {
    Map<String, String> summary =
        Map.of(
            CommitSummary.WRITER,
            "nightly/%s %s".formatted(job.name(), branch.name()),
            PublishedDay.DAY,
            day.toString(),
            PublishedDay.EXPECTED_ROWS,
            Long.toString(planned.expectedRows()),
            PublishedDay.INPUTS,
            planned.inputs().toString());
    try {
      rows.write(planned, day, branch.name(), summary);
    } catch (NoSuchTableException e) {
      throw AuditBranch.gone(branch.name(), e);
    }
  }
}
