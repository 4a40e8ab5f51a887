package io.freshet.testing.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;

/** Data files of a table, for those who do something to them by hand. */
final class LakeFiles {
  private LakeFiles() {}

  static DataFile newest(Table table) {
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      DataFile newest = null;
      for (FileScanTask task : tasks) {
        if (newest == null || task.file().dataSequenceNumber() > newest.dataSequenceNumber()) {
          newest = task.file().copy();
        }
      }

      return newest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Record> read(Table table, DataFile file) {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> all =
        FormatModelRegistry.<Record, Object>readBuilder(
                file.format(), Record.class, table.io().newInputFile(file.location()))
            .project(table.schema())
            .build()) {
      all.forEach(row -> rows.add(row.copy()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return rows;
  }
}
