package io.freshet.batch.backfill;

import io.freshet.core.lake.PublishedDay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Puts the live files of a branch in the place of main's rows of the same days. Never by moving
 * main to the branch: other days would go back to where the branch began.
 *
 * @param table as it was when the transaction began, which itself allows no scan
 * @param days which rows are theirs
 */
record Takeover(Table table, Transaction transaction, Expression days) {
  /**
   * Stages it.
   *
   * @param summary what the commit's snapshot says besides what each day does
   */
  void of(String branch, Collection<StagedDay> staged, Map<String, String> summary) {
    Snapshot main = table.currentSnapshot();
    OverwriteFiles overwrite =
        transaction
            .newOverwrite()
            .overwriteByRowFilter(days)
            .conflictDetectionFilter(days)
            .validateNoConflictingData()
            .validateNoConflictingDeletes();
    if (main != null) {
      overwrite.validateFromSnapshot(main.snapshotId());
    }
    addFiles(branch, overwrite);
    summary.forEach(overwrite::set);
    staged.forEach(day -> sayExpectedRows(day.published(), overwrite));
    overwrite.commit();
    UpdateProperties properties = transaction.updateProperties();
    staged.forEach(day -> day.published().properties().forEach(properties::set));
    properties.commit();
    transaction.manageSnapshots().removeBranch(branch).commit();
  }

  /** With their statistics, which a plan leaves out where it is not asked for them. */
  private void addFiles(String branch, OverwriteFiles overwrite) {
    try (CloseableIterable<FileScanTask> tasks =
        table
            .newScan()
            .useSnapshot(table.snapshot(branch).snapshotId())
            .filter(days)
            .includeColumnStats()
            .planFiles()) {
      for (FileScanTask task : tasks) {
        overwrite.addFile(task.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the days rest on is in the table's properties, and would be long. */
  private static void sayExpectedRows(PublishedDay day, OverwriteFiles overwrite) {
    day.properties()
        .forEach(
            (key, value) -> {
              if (key.startsWith(PublishedDay.EXPECTED_ROWS)) {
                overwrite.set(key, value);
              }
            });
  }
}
