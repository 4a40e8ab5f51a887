package io.freshet.maintenance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * A table's size at one time.
 *
 * @param files data files of the current snapshot
 * @param storedFiles everything under the table's location
 */
record TableState(
    long files,
    long bytes,
    long rows,
    int manifests,
    int snapshots,
    long storedFiles,
    long storedBytes) {

  static TableState of(Table table) {
    table.refresh();
    OrphanFinder.Stored stored = OrphanFinder.stored(table);
    Snapshot current = table.currentSnapshot();
    Map<String, String> summary = current == null ? Map.of() : current.summary();

    return new TableState(
        number(summary, "total-data-files"),
        number(summary, "total-files-size"),
        number(summary, "total-records"),
        current == null ? 0 : current.allManifests(table.io()).size(),
        FactsReader.count(table),
        stored.files(),
        stored.bytes());
  }

  void writeTo(ObjectNode node) {
    node.put("files", files)
        .put("bytes", bytes)
        .put("rows", rows)
        .put("manifests", manifests)
        .put("snapshots", snapshots)
        .put("stored_files", storedFiles)
        .put("stored_bytes", storedBytes);
  }

  private static long number(Map<String, String> summary, String key) {
    return Long.parseLong(summary.getOrDefault(key, "0"));
  }
}
