package io.freshet.batch.landing;

import io.freshet.batch.lake.LakeSession;
import io.freshet.core.lake.References;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/**
 * Rows that Spark has written to a branch of a table, where nobody sees them. Their files become
 * main's together with the ledger that knows of them; a branch that a killed call left behind is
 * forgotten by itself.
 */
record StagedRows(Table table, String branch, List<DataFile> files) {
  private static final long KEPT_WHEN_FORGOTTEN_MILLIS = java.time.Duration.ofDays(1).toMillis();

  StagedRows {
    files = List.copyOf(files);
  }

  /**
   * @param rows with the table's columns among theirs
   */
  static StagedRows write(Dataset<Row> rows, Table table, TableIdentifier name) {
    String branch = "land_" + UUID.randomUUID().toString().replace("-", "");
    table.refresh();
    Snapshot base = table.currentSnapshot();
    References.change(
        table,
        references -> {
          if (base == null) {
            references.createBranch(branch);
          } else {
            references.createBranch(branch, base.snapshotId());
          }
          references.setMaxRefAgeMs(branch, KEPT_WHEN_FORGOTTEN_MILLIS);
        });
    Column[] columns =
        table.schema().columns().stream()
            .map(column -> rows.col(column.name()))
            .toArray(Column[]::new);
    try {
      rows.select(columns)
          .writeTo("%s.%s.branch_%s".formatted(LakeSession.CATALOG, name, branch))
          .append();
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("Table %s went away".formatted(name), e);
    }
    table.refresh();

    return new StagedRows(table, branch, added(table, branch, base));
  }

  /** Where nothing was written, the branch is where it began, and its files are the table's. */
  private static List<DataFile> added(Table table, String branch, Snapshot base) {
    Snapshot written = table.snapshot(branch);
    if (base != null && written.snapshotId() == base.snapshotId()) {
      return List.of();
    }

    return StreamSupport.stream(
            SnapshotChanges.builderFor(table)
                .snapshot(written)
                .build()
                .addedDataFiles()
                .spliterator(),
            false)
        .map(DataFile::copy)
        .toList();
  }

  /** Of a call that ends without them; where even that fails, they are forgotten in time. */
  void dropAfter(RuntimeException failure) {
    try {
      table.refresh();
      if (table.refs().containsKey(branch)) {
        References.change(table, references -> references.removeBranch(branch));
      }
    } catch (RuntimeException another) {
      failure.addSuppressed(another);
    }
  }
}
