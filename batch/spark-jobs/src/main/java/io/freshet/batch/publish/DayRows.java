package io.freshet.batch.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.freshet.batch.lake.LakeSession;
import io.freshet.batch.nightly.ContractRules;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.types.StructField;

/** The rows of an output table by partition: written to a branch, read, and checked there. */
public final class DayRows {
  private final SparkSession spark;
  private final Contract contract;
  private final TableIdentifier output;

  /**
   * @param contract the output's
   */
  public DayRows(SparkSession spark, Contract contract) {
    this.spark = spark;
    this.contract = contract;
    this.output = TableLayout.name(contract);
  }

  /** How rows that readers see are named where Spark expects a table. */
  public String main() {
    return LakeSession.CATALOG + "." + output;
  }

  /** The same for the rows of a branch. */
  public String branch(String name) {
    return "%s.branch_%s".formatted(main(), name);
  }

  /** A derived table's event time is the day that a row sums up. */
  public String dayColumn() {
    return contract.schema().keys().eventTime();
  }

  /** All rows of a snapshot, whichever branch it is on. */
  public Dataset<Row> at(long snapshotId) {
    return spark.read().option("versionAsOf", snapshotId).table(main());
  }

  /** The rows of one partition. */
  public Dataset<Row> of(Dataset<Row> rows, LocalDate day) {
    return rows.where(col(dayColumn()).equalTo(lit(day)));
  }

  /** The rows of one partition of main or of a branch. */
  public Dataset<Row> of(String sparkName, LocalDate day) {
    return of(spark.table(sparkName), day);
  }

  /** The rows of some partitions of main or of a branch. */
  public Dataset<Row> of(String sparkName, Collection<LocalDate> days) {
    return spark.table(sparkName).where(col(dayColumn()).isin(days.toArray()));
  }

  /**
   * Makes a plan's rows those of the partition, in one commit to the branch.
   *
   * @param summary what the commit's snapshot says
   */
  public void write(DayPlan planned, LocalDate day, String branch, Map<String, String> summary)
      throws NoSuchTableException {
    DataFrameWriterV2<Row> writer = conformed(planned.yield().rows()).writeTo(branch(branch));
    summary.forEach((key, value) -> writer.option("snapshot-property." + key, value));
    writer.overwrite(col(dayColumn()).equalTo(lit(day)));
  }

  /** Rows that were looked at. */
  public record Checked(WrittenRows rows, List<QualityRule.Check> checks) {
    public Checked {
      checks = List.copyOf(checks);
    }
  }

  /**
   * Holds rows against the plan, the contract and the job's own rules, and counts and hashes them:
   * one pass over them.
   */
  public Checked check(DayPlan planned, Dataset<Row> written) {
    List<QualityRule> rules = new ArrayList<>();
    rules.add(QualityRule.rowCount(planned.expectedRows()));
    rules.addAll(ContractRules.of(contract));
    rules.addAll(planned.yield().rules());

    List<Column> measures = new ArrayList<>(WrittenRows.measures());
    int own = measures.size();
    measures.addAll(QualityRule.measures(rules));
    Row values =
        written
            .agg(measures.get(0), measures.subList(1, measures.size()).toArray(Column[]::new))
            .head();

    return new Checked(WrittenRows.of(values, 0), QualityRule.verdicts(rules, values, own));
  }

  /** The contract decides the columns' order and types; the rule decides their values. */
  private Dataset<Row> conformed(Dataset<Row> rows) {
    return rows.select(
        Arrays.stream(spark.table(main()).schema().fields())
            .map(DayRows::cast)
            .toArray(Column[]::new));
  }

  private static Column cast(StructField field) {
    return col(field.name()).cast(field.dataType()).as(field.name());
  }
}
