package io.freshet.ingestion.writer.commit;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.TableWatermark;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/** Tells the {@code table_commits} topic about each commit, at least once per snapshot id. */
final class CommitAnnouncer {
  private final AwaitedProducer producer;
  private final Schema schema;

  CommitAnnouncer(AwaitedProducer producer, Contract commits) {
    this.producer = producer;
    this.schema = AvroSchemas.of(commits);
  }

  void announce(String table, Table committed, Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    GenericRecord commit = new GenericData.Record(schema);
    commit.put("table", table);
    commit.put("snapshot_id", snapshot.snapshotId());
    commit.put("operation", snapshot.operation());
    commit.put("event_time", snapshot.timestampMillis() * 1000);
    commit.put("committed_at", snapshot.timestampMillis() * 1000);
    commit.put("watermark", watermarkMicros(committed));
    commit.put("added_records", count(summary, SnapshotSummary.ADDED_RECORDS_PROP));
    commit.put("added_files", (int) count(summary, SnapshotSummary.ADDED_FILES_PROP));
    commit.put("writer", summary.getOrDefault(CommitSummary.WRITER, ""));
    producer.send(commit);
    producer.flush();
  }

  private static Long watermarkMicros(Table table) {
    Optional<Instant> watermark = TableWatermark.of(table.properties());

    return watermark
        .map(instant -> instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000)
        .orElse(null);
  }

  private static long count(Map<String, String> summary, String property) {
    return Long.parseLong(summary.getOrDefault(property, "0"));
  }
}
