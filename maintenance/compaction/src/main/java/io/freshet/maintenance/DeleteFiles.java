package io.freshet.maintenance;

import io.freshet.core.lake.CommitSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** The files of a table's current snapshot that say which rows are taken away. */
final class DeleteFiles {
  private final Map<Place, DeleteFile> byPlace;

  private DeleteFiles(Map<Place, DeleteFile> byPlace) {
    this.byPlace = Map.copyOf(byPlace);
  }

  /**
   * Where one lies. Those of format version 3 share files.
   *
   * @param offset in the file; empty where it has the file for itself
   */
  private record Place(String location, Optional<Long> offset) {
    static Place of(DeleteFile file) {
      return new Place(file.location(), Optional.ofNullable(file.contentOffset()));
    }
  }

  static DeleteFiles of(Table table) {
    Map<Place, DeleteFile> files = new HashMap<>();
    if (table.currentSnapshot() != null) {
      for (ManifestFile manifest : table.currentSnapshot().deleteManifests(table.io())) {
        try (ManifestReader<DeleteFile> entries =
            ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
          entries.forEach(file -> files.put(Place.of(file), file.copyWithoutStats()));
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
  private List<DeleteFile> spent(Table table) {
    Set<Place> needed = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        task.deletes().forEach(deletes -> needed.add(Place.of(deletes)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return byPlace.entrySet().stream()
        .filter(file -> !needed.contains(file.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * Removes from a table those that are spent, if there are any.
   *
   * @param writer signs the commit
   */
  static void removeSpent(Table table, String writer) {
    table.refresh();
    List<DeleteFile> spent = of(table).spent(table);
    if (!spent.isEmpty()) {
      RewriteFiles rewrite = table.newRewrite();
      spent.forEach(rewrite::deleteFile);
      rewrite.set(CommitSummary.WRITER, writer).commit();
    }
  }

  boolean isEmpty() {
    return byPlace.isEmpty();
  }

  /** How many of these are not among others. */
  long without(DeleteFiles others) {
    return byPlace.keySet().stream().filter(place -> !others.byPlace.containsKey(place)).count();
  }
}
