package io.freshet.maintenance.copy;

import io.freshet.maintenance.plan.Copies;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;

/** Sums up what of a partition's small files may be merged by copying, and what was. */
public final class CopyTally {
  private final CopyRules rules;
  private final boolean isSorted;
  private int files;
  private long bytes;
  private int rowGroups;
  private int due;

  /**
   * @param isSorted whether the table has a sort order, in which no copy is
   */
  public CopyTally(CopyRules rules, boolean isSorted) {
    this.rules = rules;
    this.isSorted = isSorted;
  }

  /** One of the small files. */
  public void add(FileScanTask task) {
    DataFile file = task.file();
    int itsRowGroups = CopyRules.rowGroups(file);
    if (CopyRules.isCopied(file)) {
      due += isSorted || !Copies.areLarge(file.fileSizeInBytes(), itsRowGroups) ? 1 : 0;
    } else if (rules.refusal(task).isEmpty()) {
      files++;
      bytes += file.fileSizeInBytes();
      rowGroups += itsRowGroups;
    }
  }

  public Copies copies() {
    return new Copies(files, bytes, rowGroups, due);
  }
}
