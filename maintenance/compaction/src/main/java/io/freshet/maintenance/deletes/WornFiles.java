package io.freshet.maintenance.deletes;

import io.freshet.maintenance.plan.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Files of a partition that have lost rows, and what takes these away.
 *
 * @param groups each of one partition, in the order of their names, as files of places have them
 * @param deletes the files of deletes that apply to these, and to no others of the table
 */
record WornFiles(List<List<FileScanTask>> groups, List<DeleteFile> deletes) {
  /**
   * @param table as it was read last
   */
  static WornFiles of(Table table, Step.Conversion step) throws IOException {
    Map<Place, List<FileScanTask>> groups = new LinkedHashMap<>();
    Map<String, DeleteFile> deletes = new LinkedHashMap<>();
    Reach reach = new Reach();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        reach.add(task);
        if (!task.deletes().isEmpty()
            && task.spec().partitionToPath(task.file().partition()).equals(step.partition())) {
          groups
              .computeIfAbsent(
                  Place.of(task.spec(), task.file().partition()), place -> new ArrayList<>())
              .add(task);
          task.deletes().forEach(each -> deletes.put(each.location(), each));
        }
      }
    }
    deletes.keySet().removeIf(reach::isWide);

    return new WornFiles(sorted(groups.values()), List.copyOf(deletes.values()));
  }

  private static List<List<FileScanTask>> sorted(Collection<List<FileScanTask>> groups) {
    return groups.stream()
        .map(
            group ->
                group.stream()
                    .sorted(Comparator.comparing((FileScanTask task) -> task.file().location()))
                    .toList())
        .toList();
  }

  /** Whether fewer files of deletes would be left: each group gets one, if it has lost any row. */
  boolean canBeFewer() {
    return deletes.size() > groups.size();
  }

  int files() {
    return groups.stream().mapToInt(List::size).sum();
  }

  long bytes() {
    return groups.stream()
        .flatMap(List::stream)
        .mapToLong(task -> task.file().fileSizeInBytes())
        .sum();
  }
}
