package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class CommitAnnouncementTest {
  private final Table table = table();

  @Test
  void saysWhatTheCommitBroughtAndHowFarTheTableIsComplete() {
    table.updateProperties().set(TableWatermark.PROPERTY, "2026-03-01T12:00:00Z").commit();
    Snapshot snapshot = append(7);

    CommitAnnouncement announcement = CommitAnnouncement.of("raw.trips", table, snapshot);

    assertThat(announcement.id()).isEqualTo("raw.trips:" + snapshot.snapshotId());
    assertThat(announcement.columns())
        .containsEntry("table", "raw.trips")
        .containsEntry("operation", "append")
        .containsEntry("committed_at", Instant.ofEpochMilli(snapshot.timestampMillis()))
        .containsEntry("watermark", Instant.parse("2026-03-01T12:00:00Z"))
        .containsEntry("added_records", 7L)
        .containsEntry("added_files", 1L)
        .containsEntry("writer", "writer/test");
  }

  @Test
  void leavesTheWatermarkOutWhereNoneIsKnown() {
    assertThat(CommitAnnouncement.of("raw.trips", table, append(1)).columns())
        .doesNotContainKey("watermark");
  }

  private Snapshot append(long rows) {
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("memory:/trips.parquet")
                .withFileSizeInBytes(100)
                .withRecordCount(rows)
                .build())
        .set(CommitSummary.WRITER, "writer/test")
        .commit();

    return table.currentSnapshot();
  }

  private static Table table() {
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize("test", Map.of());
    catalog.createNamespace(Namespace.of("raw"));

    return catalog.createTable(
        TableIdentifier.of("raw", "trips"),
        new Schema(Types.NestedField.required(1, "trip_id", Types.LongType.get())));
  }
}
