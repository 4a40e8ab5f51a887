package io.freshet.assurance.prove;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Which data files a table has gained and lost since an earlier snapshot. What came and went in
 * between is in neither.
 */
record FileChanges(List<DataFile> gained, List<DataFile> lost) {
  /** Empty where the earlier snapshot has expired, or rows are deleted by files of their own. */
  static Optional<FileChanges> since(long snapshot, Table table) {
    if (table.snapshot(snapshot) == null || table.currentSnapshot() == null) {
      return Optional.empty();
    }
    Optional<Map<String, DataFile>> before = files(table, snapshot);
    Optional<Map<String, DataFile>> now = files(table, table.currentSnapshot().snapshotId());

    return before.flatMap(
        earlier ->
            now.map(later -> new FileChanges(without(later, earlier), without(earlier, later))));
  }

  private static Optional<Map<String, DataFile>> files(Table table, long snapshot) {
    Map<String, DataFile> files = new HashMap<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(snapshot).planFiles()) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          return Optional.empty();
        }
        files.put(task.file().location(), task.file().copyWithoutStats());
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot plan %s: %s".formatted(table.name(), e.getMessage()), e);
    }

    return Optional.of(files);
  }

  private static List<DataFile> without(Map<String, DataFile> some, Map<String, DataFile> others) {
    return some.values().stream().filter(file -> !others.containsKey(file.location())).toList();
  }
}
