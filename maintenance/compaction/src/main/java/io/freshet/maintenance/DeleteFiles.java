package io.freshet.maintenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** The files of a table's current snapshot that say which rows are taken away. */
final class DeleteFiles {
  private final Map<String, DeleteFile> byLocation;

  private DeleteFiles(Map<String, DeleteFile> byLocation) {
    this.byLocation = Map.copyOf(byLocation);
  }

  static DeleteFiles of(Table table) {
    Map<String, DeleteFile> files = new HashMap<>();
    if (table.currentSnapshot() != null) {
      for (ManifestFile manifest : table.currentSnapshot().deleteManifests(table.io())) {
        try (ManifestReader<DeleteFile> entries =
            ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
          entries.forEach(file -> files.put(file.location(), file.copyWithoutStats()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    return new DeleteFiles(files);
  }

  /**
   * Those that no file of rows is left for. None ever will be: what is added later has a higher
   * sequence number, and deletes take rows of lower ones only.
   */
  List<DeleteFile> spent(Table table) {
    Set<String> needed = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        task.deletes().forEach(deletes -> needed.add(deletes.location()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return byLocation.values().stream().filter(file -> !needed.contains(file.location())).toList();
  }

  boolean isEmpty() {
    return byLocation.isEmpty();
  }

  /** How many of these are not among others. */
  long without(DeleteFiles others) {
    return byLocation.keySet().stream()
        .filter(location -> !others.byLocation.containsKey(location))
        .count();
  }
}
