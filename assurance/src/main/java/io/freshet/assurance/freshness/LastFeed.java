package io.freshet.assurance.freshness;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.PublishedDay;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * When whoever feeds a table has committed to it last: its writer, a landing, or the job that
 * publishes its days. Compaction, expiry, erasure and repair commit as well, and go on where the
 * feeder stands: of it they say nothing. Looks at no more snapshots than expiry leaves.
 */
final class LastFeed {
  private LastFeed() {}

  /** Empty where none of the snapshots that the table still keeps is of a feeder. */
  static Optional<Instant> of(Table table) {
    Snapshot newest = table.currentSnapshot();
    if (newest == null) {
      return Optional.empty();
    }
    for (Snapshot snapshot : SnapshotUtil.ancestorsOf(newest.snapshotId(), table::snapshot)) {
      if (feeds(snapshot.summary())) {
        return Optional.of(Instant.ofEpochMilli(snapshot.timestampMillis()));
      }
    }

    return Optional.empty();
  }

  private static boolean feeds(Map<String, String> summary) {
    return summary.containsKey(CommitSummary.RANGES)
        || summary.containsKey(CommitSummary.RECEIVED_TO_COMMIT)
        || summary.containsKey(PublishedDay.DAY)
        || !PublishedDay.expectedIn(summary).isEmpty();
  }
}
