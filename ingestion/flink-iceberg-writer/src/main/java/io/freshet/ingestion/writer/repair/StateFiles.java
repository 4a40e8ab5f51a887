package io.freshet.ingestion.writer.repair;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** The data files of a table's state beside those of an earlier one. */
final class StateFiles {
  private StateFiles() {}

  /**
   * A file that has rows deleted by files of their own since counts as gone, and comes back.
   *
   * @param from the id of the later snapshot
   * @param to that of the earlier one
   */
  static Replacement goBack(Table table, long from, long to) {
    Map<String, FileScanTask> now = files(table, from);
    Map<String, FileScanTask> then = files(table, to);
    if (then.values().stream().anyMatch(task -> !task.deletes().isEmpty())) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot roll %s back to snapshot %d: rows of it were deleted by files of their own, which"
                  .formatted(table.name(), to)
              + " can't come back; choose another snapshot");
    }
    List<DataFile> replaced = new ArrayList<>();
    List<DataFile> restored = new ArrayList<>();
    now.forEach(
        (location, task) -> {
          if (!then.containsKey(location) || !task.deletes().isEmpty()) {
            replaced.add(task.file());
          }
        });
    then.forEach(
        (location, task) -> {
          if (!now.containsKey(location) || !now.get(location).deletes().isEmpty()) {
            restored.add(task.file());
          }
        });

    return new Replacement(replaced, restored, new StretchSums(), rows(replaced) - rows(restored));
  }

  private static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::recordCount).sum();
  }

  private static Map<String, FileScanTask> files(Table table, long snapshot) {
    Map<String, FileScanTask> files = new HashMap<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().includeColumnStats().useSnapshot(snapshot).planFiles()) {
      tasks.forEach(task -> files.put(task.file().location(), task));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot plan %s: %s".formatted(table.name(), e.getMessage()), e);
    }

    return files;
  }
}
