package io.freshet.batch;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.freshet.batch.DayReport.Outcome;
import io.freshet.batch.DayReport.Trace;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.toolkit.Effort;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.types.StructField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One day of one output table: write to a branch, check, publish; or leave the branch for people to
 * look at and say why.
 */
final class DayRun {
  private static final Logger log = LoggerFactory.getLogger(DayRun.class);

  private final SparkSession spark;
  private final Catalog catalog;
  private final TableIdentifier output;

  DayRun(SparkSession spark, Catalog catalog, TableIdentifier output) {
    this.spark = spark;
    this.catalog = catalog;
    this.output = output;
  }

  /**
   * @throws DayChangedException when another run of the day came in between; start over
   */
  DayReport run(NightlyJob job, Inputs inputs, LocalDate day) {
    Effort.Meter meter = Effort.start();
    DayOfRows planned = job.prepare(inputs, day);
    if (planned.expectedRows() == 0) {
      return nothingToWrite(planned, day, rowsOf(mainName(), job, day).count(), meter);
    }
    AuditBranch branch = AuditBranch.open(catalog, output, job.name(), day);
    try {
      write(job, inputs, day, planned, branch);

      return publish(job, day, planned, branch, meter);
    } catch (ValidationException e) {
      // Spark refuses to read or write a branch that is no longer there.
      throw branch.isGone() ? AuditBranch.gone(branch.name(), e) : e;
    }
  }

  private DayReport publish(
      NightlyJob job, LocalDate day, DayOfRows planned, AuditBranch branch, Effort.Meter meter) {
    Dataset<Row> written = rowsOf(branch.sparkName(), job, day);
    List<QualityRule.Check> checks = check(planned, written);
    long rows = written.count();
    if (checks.stream().anyMatch(check -> check.violation().isPresent())) {
      log.warn(
          "Nightly refused job={} day={} look at it with: {}", job.name(), day, branch.query());

      return new DayReport(
          day, Outcome.REFUSED, rows, planned, Trace.of(branch), checks, meter.read());
    }
    long snapshotId =
        branch.publish(
            Expressions.equal(job.dayColumn(), day.toString()),
            planned.published(day).properties());

    return new DayReport(
        day, Outcome.PUBLISHED, rows, planned, Trace.of(snapshotId), checks, meter.read());
  }

  /**
   * Inputs that hold nothing of a day replace nothing: rather than the world having stood still,
   * retention has taken the inputs of a day that was computed long ago.
   */
  private static DayReport nothingToWrite(
      DayOfRows planned, LocalDate day, long present, Effort.Meter meter) {
    Optional<String> violation =
        present == 0
            ? Optional.empty()
            : Optional.of(
                "the inputs hold nothing of the day, and the table's %d rows of it stay"
                    .formatted(present));

    return new DayReport(
        day,
        present == 0 ? Outcome.EMPTY : Outcome.REFUSED,
        0,
        planned,
        Trace.none(),
        List.of(new QualityRule.Check("rows are replaced only by rows", violation)),
        meter.read());
  }

  private void write(
      NightlyJob job, Inputs inputs, LocalDate day, DayOfRows planned, AuditBranch branch) {
    DataFrameWriterV2<Row> writer = conformed(planned.rows()).writeTo(branch.sparkName());
    Map<String, String> summary =
        Map.of(
            CommitSummary.WRITER,
            "nightly/%s %s".formatted(job.name(), branch.name()),
            PublishedDay.DAY,
            day.toString(),
            PublishedDay.EXPECTED_ROWS,
            Long.toString(planned.expectedRows()),
            PublishedDay.INPUTS,
            inputs.describe().toString());
    summary.forEach((key, value) -> writer.option("snapshot-property." + key, value));
    try {
      writer.overwrite(col(job.dayColumn()).equalTo(lit(day)));
    } catch (NoSuchTableException e) {
      throw AuditBranch.gone(branch.name(), e);
    }
  }

  private static List<QualityRule.Check> check(DayOfRows planned, Dataset<Row> written) {
    List<QualityRule> rules = new ArrayList<>();
    rules.add(QualityRule.rowCount(planned.expectedRows()));
    rules.addAll(planned.rules());

    return QualityRule.check(rules, written);
  }

  private String mainName() {
    return LakeSession.CATALOG + "." + output;
  }

  private Dataset<Row> rowsOf(String sparkName, NightlyJob job, LocalDate day) {
    return spark.table(sparkName).where(col(job.dayColumn()).equalTo(lit(day)));
  }

  /** The contract decides the columns' order and types; the rule decides their values. */
  private Dataset<Row> conformed(Dataset<Row> rows) {
    return rows.select(
        Arrays.stream(spark.table(mainName()).schema().fields())
            .map(DayRun::cast)
            .toArray(Column[]::new));
  }

  private static Column cast(StructField field) {
    return col(field.name()).cast(field.dataType()).as(field.name());
  }
}
