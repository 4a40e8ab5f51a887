package io.freshet.ingestion.writer.commit;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableProvisioner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;

/** A table of pings in memory, and what a job may want to commit to it. */
final class PingCommits {
  static final TableIdentifier NAME = TableIdentifier.of("raw", "pings");
  static final Position ZERO = new Position(1, 0);
  static final Position OTHER_STREAM = new Position(2, 0);
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final TableCommit.WatermarkRule NOON_RULE = (before, ledger, added) -> Optional.of(NOON);

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final String uuid;

  PingCommits() {
    catalog.initialize("test", Map.of());
    catalog.createNamespace(Namespace.of("raw"));
    Table table =
        catalog.createTable(
            NAME, new Schema(Types.NestedField.required(1, "id", Types.LongType.get())));
    uuid = table.uuid().toString();
    TableProvisioner.numberSource(table, new LogSource("cluster", "pings", "topic-id"));
  }

  /** As it is now. */
  Table table() {
    return catalog.loadTable(NAME);
  }

  String uuid() {
    return uuid;
  }

  Ledger ledger() {
    return Ledger.of(table().properties());
  }

  /** Rows of the first stream, by their offsets, and a file of them that is not there. */
  TableCommittable committable(long first, long end) {
    return committable(ZERO, first, end);
  }

  TableCommittable committable(Position position, long first, long end) {
    DataFile file = file(end - first);

    return new TableCommittable(
        NAME.toString(),
        Set.of(uuid),
        FileSteps.of(List.of(ContentFileParser.toJson(file, PartitionSpec.unpartitioned()))),
        List.of(new Range(position, first, first, end, new Counts(end - first, 0, 0, 0), 1)),
        new ReceivedTimes(),
        NOON.toEpochMilli());
  }

  static DataFile file(long records) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath("memory://raw/pings/" + UUID.randomUUID() + ".parquet")
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(100)
        .withRecordCount(records)
        .build();
  }
}
