package io.freshet.maintenance.deletes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;

/**
 * Which files of deletes apply to files of more than one partition. Such a file can't go as long as
 * one of these needs it. Partitions are told apart by their paths, as steps name them: what has one
 * path in two specs is one.
 */
public final class Reach {
  private final Map<String, String> firstPartitions = new HashMap<>();
  private final Set<String> wide = new HashSet<>();

  /** One of the table's files of rows; of no use before all were added. */
  public void add(FileScanTask task) {
    if (task.deletes().isEmpty()) {
      return;
    }
    String partition = task.spec().partitionToPath(task.file().partition());
    for (DeleteFile deletes : task.deletes()) {
      String first = firstPartitions.putIfAbsent(deletes.location(), partition);
      if (first != null && !first.equals(partition)) {
        wide.add(deletes.location());
      }
    }
  }

  /**
   * @param location of a file of deletes
   */
  boolean isWide(String location) {
    return wide.contains(location);
  }
}
