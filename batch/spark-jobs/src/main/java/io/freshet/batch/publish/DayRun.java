package io.freshet.batch.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.freshet.batch.lake.Inputs;
import io.freshet.batch.lake.LakeSession;
import io.freshet.batch.nightly.ContractRules;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.batch.publish.DayReport.Outcome;
import io.freshet.batch.publish.DayReport.Trace;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableLayout;
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
 * One partition of one output table: write to a branch, check, publish; or leave the branch for
 * people to look at and say why.
 */
final class DayRun {
  private static final Logger log = LoggerFactory.getLogger(DayRun.class);

  private final SparkSession spark;
  private final Catalog catalog;
  private final NightlyJob job;
  private final Contract contract;
  private final TableIdentifier output;

  /**
   * @param contract the output's
   */
  DayRun(SparkSession spark, Catalog catalog, NightlyJob job, Contract contract) {
    this.spark = spark;
    this.catalog = catalog;
    this.job = job;
    this.contract = contract;
    this.output = TableLayout.name(contract);
  }

  /**
   * @throws DayChangedException when another run of the day came in between; start over
   */
  DayReport run(Inputs inputs, LocalDate day) {
    Effort.Meter meter = Effort.start();
    DayPlan planned = DayPlan.of(job, inputs, day);
    if (planned.expectedRows() == 0) {
      return nothingToWrite(planned, day, rowsOf(mainName(), day).count(), meter);
    }
    AuditBranch branch = AuditBranch.open(catalog, output, job.name(), day);
    try {
      write(day, planned, branch);

      return publish(day, planned, branch, meter);
    } catch (ValidationException e) {
      // Spark refuses to read or write a branch that is no longer there.
      throw branch.isGone() ? AuditBranch.gone(branch.name(), e) : e;
    }
  }

  private DayReport publish(
      LocalDate day, DayPlan planned, AuditBranch branch, Effort.Meter meter) {
    Dataset<Row> rows = rowsOf(branch.sparkName(), day);
    List<QualityRule.Check> checks = check(planned, rows);
    WrittenRows written = WrittenRows.of(rows);
    if (checks.stream().anyMatch(check -> check.violation().isPresent())) {
      log.warn(
          "Nightly refused job={} day={} look at it with: {}", job.name(), day, branch.query());

      return new DayReport(
          day, Outcome.REFUSED, written, planned, Trace.of(branch), checks, meter.read());
    }
    long snapshotId =
        branch.publish(
            Expressions.equal(dayColumn(), day.toString()), planned.published(day).properties());

    return new DayReport(
        day, Outcome.PUBLISHED, written, planned, Trace.of(snapshotId), checks, meter.read());
  }

  /**
   * Inputs that hold nothing of a day replace nothing: rather than the world having stood still,
   * retention has taken the inputs of a day that was computed long ago.
   */
  private static DayReport nothingToWrite(
      DayPlan planned, LocalDate day, long present, Effort.Meter meter) {
    Optional<String> violation =
        present == 0
            ? Optional.empty()
            : Optional.of(
                "the inputs hold nothing of the day, and the table's %d rows of it stay"
                    .formatted(present));

    return new DayReport(
        day,
        present == 0 ? Outcome.EMPTY : Outcome.REFUSED,
        WrittenRows.NONE,
        planned,
        Trace.none(),
        List.of(new QualityRule.Check("rows are replaced only by rows", violation)),
        meter.read());
  }

  private void write(LocalDate day, DayPlan planned, AuditBranch branch) {
    DataFrameWriterV2<Row> writer = conformed(planned.yield().rows()).writeTo(branch.sparkName());
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
    summary.forEach((key, value) -> writer.option("snapshot-property." + key, value));
    try {
      writer.overwrite(col(dayColumn()).equalTo(lit(day)));
    } catch (NoSuchTableException e) {
      throw AuditBranch.gone(branch.name(), e);
    }
  }

  private List<QualityRule.Check> check(DayPlan planned, Dataset<Row> written) {
    List<QualityRule> rules = new ArrayList<>();
    rules.add(QualityRule.rowCount(planned.expectedRows()));
    rules.addAll(ContractRules.of(contract));
    rules.addAll(planned.yield().rules());

    return QualityRule.check(rules, written);
  }

  private String mainName() {
    return LakeSession.CATALOG + "." + output;
  }

  /** A derived table's event time is the day that a row sums up. */
  private String dayColumn() {
    return contract.schema().keys().eventTime();
  }

  private Dataset<Row> rowsOf(String sparkName, LocalDate day) {
    return spark.table(sparkName).where(col(dayColumn()).equalTo(lit(day)));
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
