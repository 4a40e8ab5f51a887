package io.freshet.bench;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** Data files of a table as local ones, for those who know no catalog and no store. */
public final class TableFiles {
  private TableFiles() {}

  /** Copies all that the table's newest snapshot has into a folder, which is made if need be. */
  public static List<Path> copy(Table table, Path folder) {
    List<Path> copies = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      Files.createDirectories(folder);
      for (FileScanTask task : tasks) {
        Path copy = folder.resolve("rows-%d.parquet".formatted(copies.size()));
        try (InputStream in = table.io().newInputFile(task.file().location()).newStream()) {
          Files.copy(in, copy);
        }
        copies.add(copy);
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot copy the files of %s: %s".formatted(table.name(), e.getMessage()),
          e);
    }

    return copies;
  }
}
