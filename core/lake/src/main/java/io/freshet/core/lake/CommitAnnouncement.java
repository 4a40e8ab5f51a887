package io.freshet.core.lake;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * What the topic {@code table_commits} says of a commit. The same commit has the same id however
 * often it is announced.
 *
 * @param id the event's id
 * @param columns values of the contract's columns
 */
public record CommitAnnouncement(String id, Map<String, Object> columns) {
  public CommitAnnouncement {
    columns = Map.copyOf(columns);
  }

  /**
   * @param table namespace and name
   * @param committed as it was read after the commit
   */
  public static CommitAnnouncement of(String table, Table committed, Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    Instant committedAt = Instant.ofEpochMilli(snapshot.timestampMillis());
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("table", table);
    columns.put("snapshot_id", snapshot.snapshotId());
    columns.put("operation", snapshot.operation());
    columns.put("event_time", committedAt);
    columns.put("committed_at", committedAt);
    TableWatermark.of(committed.properties())
        .ifPresent(watermark -> columns.put("watermark", watermark));
    columns.put("added_records", count(summary, SnapshotSummary.ADDED_RECORDS_PROP));
    columns.put("added_files", count(summary, SnapshotSummary.ADDED_FILES_PROP));
    columns.put("writer", summary.getOrDefault(CommitSummary.WRITER, ""));

    return new CommitAnnouncement("%s:%d".formatted(table, snapshot.snapshotId()), columns);
  }

  /** Announces each commit by {@code deliver}, which takes the event's id and its columns. */
  public static CommitListener by(BiConsumer<String, Map<String, Object>> deliver) {
    return (table, committed, snapshot) -> {
      CommitAnnouncement announcement = of(table, committed, snapshot);
      deliver.accept(announcement.id(), announcement.columns());
    };
  }

  private static long count(Map<String, String> summary, String property) {
    return Long.parseLong(summary.getOrDefault(property, "0"));
  }
}
