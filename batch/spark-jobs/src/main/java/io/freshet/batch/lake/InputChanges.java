package io.freshet.batch.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.freshet.batch.lake.Inputs.Pinned;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.PublishedDay;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which rows of an input have come or gone since a snapshot. Only the files that commits have added
 * are read; compaction, which changes files and no rows, is passed over, and so is what retention
 * lets go: no day is computed again that has lost inputs to it.
 */
public final class InputChanges {
  /** What was received before a snapshot may have been committed after it, late by less. */
  private static final Duration LONGEST_COMMIT = Duration.ofHours(1);

  private static final Set<String> ONLY_MORE_ROWS =
      Set.of(DataOperations.APPEND, DataOperations.REPLACE);

  private final Inputs inputs;

  public InputChanges(Inputs inputs) {
    this.inputs = inputs;
  }

  /** Whether the input is still at that snapshot. */
  public boolean isUnchanged(String contract, PublishedDay.Input base) {
    return inputs.pinned(contract).input().snapshotId() == base.snapshotId();
  }

  /**
   * The rows, in the table's columns; empty where nobody can tell which, as rows were deleted
   * beside the files that hold them.
   */
  public Optional<Dataset<Row>> since(String contract, PublishedDay.Input base) {
    Pinned now = inputs.pinned(contract);
    if (isUnchanged(contract, base)) {
      return Optional.of(inputs.rows(contract).limit(0));
    }
    if (base.snapshotId() == PublishedDay.Input.NEVER_WRITTEN.snapshotId()) {
      return Optional.of(inputs.rows(contract));
    }
    long newest = now.input().snapshotId();
    if (!isInHistory(now.table(), newest, base.snapshotId())) {
      return receivedSince(contract, base);
    }
    List<Snapshot> between =
        StreamSupport.stream(
                SnapshotUtil.ancestorsBetween(now.table(), newest, base.snapshotId()).spliterator(),
                false)
            .toList();
    if (between.stream().allMatch(InputChanges::changesNoOldRow)) {
      return Optional.of(appended(now, between, base));
    }

    return between.stream().anyMatch(InputChanges::hasDeleteFiles)
        ? Optional.empty()
        : Optional.of(comeOrGone(now, base));
  }

  /** The rows as they were at a snapshot; where that has expired, those received before it. */
  public Dataset<Row> before(String contract, PublishedDay.Input base) {
    Pinned now = inputs.pinned(contract);
    if (base.snapshotId() == PublishedDay.Input.NEVER_WRITTEN.snapshotId()) {
      return inputs.rows(contract).limit(0);
    }
    if (now.table().snapshot(base.snapshotId()) != null) {
      return inputs.rowsAt(now, base.snapshotId());
    }

    return inputs
        .rows(contract)
        .where(col(PlatformColumns.RECEIVED_AT).lt(lit(base.committedAt())));
  }

  private static boolean isInHistory(Table table, long newest, long base) {
    return table.snapshot(base) != null && SnapshotUtil.isAncestorOf(table, newest, base);
  }

  private static boolean changesNoOldRow(Snapshot snapshot) {
    return ONLY_MORE_ROWS.contains(snapshot.operation())
        || snapshot.summary().containsKey(CommitSummary.EXPIRED)
        || snapshot.summary().containsKey(CommitSummary.SAME_ROWS);
  }

  private static boolean hasDeleteFiles(Snapshot snapshot) {
    return !snapshot
        .summary()
        .getOrDefault(SnapshotSummary.TOTAL_DELETE_FILES_PROP, "0")
        .equals("0");
  }

  private Dataset<Row> appended(Pinned now, List<Snapshot> between, PublishedDay.Input base) {
    return between.stream()
            .noneMatch(snapshot -> snapshot.operation().equals(DataOperations.APPEND))
        ? inputs.spark().table(Inputs.sparkName(now)).limit(0)
        : range(now, base).table(Inputs.sparkName(now));
  }

  /** A file that was written anew for one row names all of its rows as gone and as come. */
  private Dataset<Row> comeOrGone(Pinned now, PublishedDay.Input base) {
    Column[] columns =
        Arrays.stream(inputs.spark().table(Inputs.sparkName(now)).columns())
            .map(name -> col(name))
            .toArray(Column[]::new);

    return range(now, base)
        .table(Inputs.sparkName(now) + ".changes")
        .groupBy(columns)
        .agg(sum(when(col("_change_type").equalTo("INSERT"), 1).otherwise(-1)).as("_net"))
        .where(col("_net").notEqual(0))
        .drop("_net");
  }

  private DataFrameReader range(Pinned now, PublishedDay.Input base) {
    return inputs
        .spark()
        .read()
        .option("start-snapshot-id", base.snapshotId())
        .option("end-snapshot-id", now.input().snapshotId());
  }

  private Optional<Dataset<Row>> receivedSince(String contract, PublishedDay.Input base) {
    Dataset<Row> rows = inputs.rows(contract);
    if (!Arrays.asList(rows.columns()).contains(PlatformColumns.RECEIVED_AT)) {
      return Optional.empty();
    }
    Column isNew =
        col(PlatformColumns.RECEIVED_AT).geq(lit(base.committedAt().minus(LONGEST_COMMIT)));
    Pinned now = inputs.pinned(contract);

    return Optional.of(
        rows.where(
            now.input().repairs() == base.repairs() ? isNew : isNew.or(isRepaired(now.table()))));
  }

  /** Rows that were written anew have the times that they had before. */
  private static Column isRepaired(Table table) {
    return Ledger.of(table.properties()).repairs().stretches().stream()
        .map(
            stretch ->
                col(PlatformColumns.SOURCE)
                    .equalTo(stretch.position().source())
                    .and(col(PlatformColumns.PARTITION).equalTo(stretch.position().partition()))
                    .and(col(PlatformColumns.OFFSET).geq(stretch.from()))
                    .and(col(PlatformColumns.OFFSET).lt(stretch.end())))
        .reduce(lit(false), Column::or);
  }
}
