package io.freshet.bench.visible;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * A snapshot that brought rows.
 *
 * @param at when it was made, shortly before the catalog took it
 * @param rows of the table with it
 */
record Commit(long snapshot, Instant at, long rows) {
  /** Those of a table from some time on, oldest first. */
  static List<Commit> of(Table table, Instant from) {
    List<Commit> commits = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      Instant at = Instant.ofEpochMilli(snapshot.timestampMillis());
      Optional<String> added =
          Optional.ofNullable(snapshot.summary().get(SnapshotSummary.ADDED_RECORDS_PROP));
      if (!at.isBefore(from) && added.isPresent()) {
        String rows = snapshot.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP);
        commits.add(new Commit(snapshot.snapshotId(), at, Long.parseLong(rows)));
      }
    }

    return commits;
  }
}
