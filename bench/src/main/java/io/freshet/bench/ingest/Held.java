package io.freshet.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** How much a table holds. */
record Held(long rows, long bytes) {
  /** As the summary of its current snapshot says, whichever engine wrote that. */
  static Held told(Table table) {
    Snapshot current = table.currentSnapshot();

    return current == null
        ? new Held(0, 0)
        : new Held(
            total(current, SnapshotSummary.TOTAL_RECORDS_PROP),
            total(current, SnapshotSummary.TOTAL_FILE_SIZE_PROP));
  }

  private static long total(Snapshot snapshot, String property) {
    return Long.parseLong(snapshot.summary().getOrDefault(property, "0"));
  }

  /** As its data files say, each for itself. */
  static Held counted(Table table) {
    long rows = 0;
    long bytes = 0;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        rows += task.file().recordCount();
        bytes += task.file().fileSizeInBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return new Held(rows, bytes);
  }

  Held minus(Held earlier) {
    return new Held(rows - earlier.rows, bytes - earlier.bytes);
  }

  double bytesPerRow() {
    return rows == 0 ? 0 : (double) bytes / rows;
  }
}
