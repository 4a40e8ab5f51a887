package io.freshet.maintenance;

import io.freshet.maintenance.plan.Orphan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/**
 * The files that a table's metadata and its current snapshot name. Older snapshots may name more:
 * what is not here is not yet an orphan, what is here never is.
 */
final class LiveFiles {
  private LiveFiles() {}

  /** The candidates without those that are named in the very spelling of the listing. */
  static List<Orphan> without(Table table, List<Orphan> candidates) {
    Map<String, Orphan> left = new HashMap<>();
    candidates.forEach(candidate -> left.put(candidate.path(), candidate));
    name(table, left::remove);

    return candidates.stream().filter(orphan -> left.containsKey(orphan.path())).toList();
  }

  private static void name(Table table, Consumer<String> names) {
    if (table instanceof HasTableOperations internals) {
      TableMetadata metadata = internals.operations().current();
      names.accept(metadata.metadataFileLocation());
      metadata.previousFiles().forEach(entry -> names.accept(entry.file()));
    }
    Snapshot snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return;
    }
    names.accept(snapshot.manifestListLocation());
    for (ManifestFile manifest : snapshot.allManifests(table.io())) {
      names.accept(manifest.path());
      try (ManifestReader<? extends ContentFile<?>> entries = read(table, manifest)) {
        for (ContentFile<?> file : entries) {
          names.accept(file.location());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static ManifestReader<? extends ContentFile<?>> read(Table table, ManifestFile manifest) {
    return manifest.content() == ManifestContent.DELETES
        ? ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())
        : ManifestFiles.read(manifest, table.io(), table.specs());
  }
}
