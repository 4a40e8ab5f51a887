package io.freshet.console.facts;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.PublishedDay;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;

/**
 * One snapshot of a table.
 *
 * @param operation Iceberg's: append, overwrite, replace, delete
 * @param about what a commit of ours says of itself
 * @param added rows and files that came with it, and those that went
 * @param total what the table held after it
 */
public record SnapshotFact(
    long id, Instant at, String operation, Optional<String> about, Change added, Size total) {
  /** What one commit changed. */
  public record Change(long rows, long files, long removedRows, long removedFiles) {}

  /** How large a table is. */
  public record Size(long rows, long files, long bytes, long deleteFiles) {
    public static final Size NOTHING = new Size(0, 0, 0, 0);
  }

  static SnapshotFact of(Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();

    return new SnapshotFact(
        snapshot.snapshotId(),
        Instant.ofEpochMilli(snapshot.timestampMillis()),
        snapshot.operation() == null ? "" : snapshot.operation(),
        about(snapshot.operation(), summary),
        new Change(
            number(summary, SnapshotSummary.ADDED_RECORDS_PROP),
            number(summary, SnapshotSummary.ADDED_FILES_PROP),
            number(summary, SnapshotSummary.DELETED_RECORDS_PROP),
            number(summary, SnapshotSummary.DELETED_FILES_PROP)),
        new Size(
            number(summary, SnapshotSummary.TOTAL_RECORDS_PROP),
            number(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP),
            number(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP),
            number(summary, SnapshotSummary.TOTAL_DELETE_FILES_PROP)));
  }

  private static Optional<String> about(String operation, Map<String, String> summary) {
    if (summary.containsKey(CommitSummary.ERASED)) {
      return Optional.of("erased %s rows".formatted(summary.get(CommitSummary.ERASED)));
    }
    if (summary.containsKey(CommitSummary.EXPIRED)) {
      return Optional.of(
          "let go of %s rows past retention".formatted(summary.get(CommitSummary.EXPIRED)));
    }
    if (summary.containsKey(CommitSummary.REPAIRED)) {
      return Optional.of("written anew from Kafka");
    }
    if (summary.containsKey(PublishedDay.DAY)) {
      return Optional.of("day " + summary.get(PublishedDay.DAY));
    }
    if (summary.containsKey(CommitSummary.SOURCES)) {
      return Optional.of("a topic was numbered");
    }

    if (DataOperations.REPLACE.equals(operation)) {
      return Optional.of("the same rows in other files");
    }

    return summary.containsKey(CommitSummary.RANGES) ? Optional.of("from Kafka") : Optional.empty();
  }

  private static long number(Map<String, String> summary, String key) {
    try {
      return Long.parseLong(summary.getOrDefault(key, "0"));
    } catch (NumberFormatException notOurs) {
      return 0;
    }
  }
}
