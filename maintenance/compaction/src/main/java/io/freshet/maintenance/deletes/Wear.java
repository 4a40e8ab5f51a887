package io.freshet.maintenance.deletes;

import io.freshet.maintenance.plan.PartitionFiles.Worn;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;

/** Sums up what files of deletes take away from those of a partition. */
public final class Wear {
  private final int lightBelow;
  private final Reach reach;
  private final Set<String> deleteFiles = new HashSet<>();
  private boolean isParquet = true;
  private int files;
  private long bytes;
  private int largeFiles;
  private long largeBytes;
  private long rows;
  private long rowsNamed;

  private Wear(int lightBelow, Reach reach) {
    this.lightBelow = lightBelow;
    this.reach = reach;
  }

  /**
   * @param lightBelow percent of the rows; less is light
   * @param reach of the table's deletes, which all its files are added to
   */
  public static Wear of(Table table, int lightBelow, Reach reach) {
    return new Wear(DeleteConverter.isPossible(table) ? lightBelow : 0, reach);
  }

  /**
   * One of the partition's files.
   *
   * @param isLarge whether it stays as it is when small files are merged
   */
  public void add(FileScanTask task, boolean isLarge) {
    if (task.deletes().isEmpty()) {
      return;
    }
    files++;
    bytes += task.file().fileSizeInBytes();
    if (isLarge) {
      largeFiles++;
      largeBytes += task.file().fileSizeInBytes();
    }
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

  /** Files of which anything is taken away. */
  public Worn worn() {
    int own = (int) deleteFiles.stream().filter(each -> !reach.isWide(each)).count();

    return new Worn(files, bytes, largeFiles, largeBytes, own);
  }

  /** Whether little is taken away; a delete that names a row nobody has counts as well. */
  public boolean isLight() {
    return isParquet && rowsNamed * 100 < lightBelow * rows;
  }
}
