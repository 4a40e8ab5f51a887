package io.freshet.maintenance.deletes;

import io.freshet.maintenance.plan.PartitionFiles.Worn;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;

/** Sums up what files of deletes take away from those of a partition. */
public final class Wear {
  private final int lightBelow;
  private final Set<String> deleteFiles = new HashSet<>();
  private boolean isParquet = true;
  private int files;
  private long bytes;
  private long rows;
  private long rowsNamed;

  private Wear(int lightBelow) {
    this.lightBelow = lightBelow;
  }

  /**
   * @param lightBelow percent of the rows; less is light
   */
  public static Wear of(Table table, int lightBelow) {
    return new Wear(DeleteConverter.isPossible(table) ? lightBelow : 0);
  }

  /** One of the partition's files. */
  public void add(FileScanTask task) {
    if (task.deletes().isEmpty()) {
      return;
    }
    files++;
    bytes += task.file().fileSizeInBytes();
    rows += task.file().recordCount();
    isParquet &= isParquet(task.file());
    for (DeleteFile each : task.deletes()) {
      isParquet &= isParquet(each);
      if (deleteFiles.add(each.location())) {
        rowsNamed += each.recordCount();
      }
    }
  }

  private static boolean isParquet(ContentFile<?> file) {
    return file.format() == FileFormat.PARQUET;
  }

  public int deleteFiles() {
    return deleteFiles.size();
  }

  /** Files of which little is taken away; a delete that names a row nobody has counts as well. */
  public Optional<Worn> light() {
    return isParquet && rowsNamed * 100 < lightBelow * rows
        ? Optional.of(new Worn(files, bytes))
        : Optional.empty();
  }
}
