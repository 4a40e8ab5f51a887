package io.freshet.ingestion.writer.repair;

import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.lake.ValuesHash;
import io.freshet.ingestion.writer.commit.TableCommittable;
import io.freshet.ingestion.writer.rewrite.WrittenFiles;
import io.freshet.ingestion.writer.table.DeadLetterWriter;
import io.freshet.ingestion.writer.table.RowEventFiles;
import io.freshet.ingestion.writer.table.RowFiles;
import io.freshet.ingestion.writer.table.TableWriter;
import io.freshet.ingestion.writer.table.TripTables;
import io.freshet.ingestion.writer.table.Trips;
import io.freshet.ingestion.writer.table.WriterInstance;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.util.JsonUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A table of trips, some of which a bad deploy has decoded, and its log. */
final class RepairedTrips {
  static final Position PARTITION = new Position(1, 0);

  /** Of offset 0; each later one has the next. */
  static final long FIRST_TRIP = 100;

  /** What a bad deploy has made of them. */
  static final long WRONG = 1_000_000;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final TripLog log = new TripLog(registry);
  private final List<Long> announced = new ArrayList<>();
  private final TripTables tables = new TripTables();
  private final Table table;
  private final Table deadLetters;
  private long attempt = 1;

  RepairedTrips() {
    this.table = tables.create(Trips.contract());
    this.deadLetters = tables.create(TripTables.deadLetters());
  }

  Table table() {
    return table;
  }

  Table deadLetters() {
    return deadLetters;
  }

  SchemaRegistry registry() {
    return registry;
  }

  TripLog log() {
    return log;
  }

  List<Long> announced() {
    return announced;
  }

  RepairReceipt repair(int partition, long first, long last) {
    Repair repair = repair();
    RepairReceipt receipt =
        repair.run(repair.plan(List.of(new OffsetRange(partition, first, last))));
    table.refresh();

    return receipt;
  }

  Repair repair() {
    return new Repair(
        new Repair.Target(Trips.contract(), table, TripTables.SOURCE, deadLetters),
        log.stretches(),
        registry,
        (name, committed, snapshot) -> announced.add(snapshot.snapshotId()),
        InstantSource.system(),
        new PrintStream(OutputStream.nullOutputStream()));
  }

  void commitRight(long from, long end) {
    commit(log(from, end));
  }

  /** The log has what is right, the table what a bad deploy has decoded. */
  void commitWrong(long from, long end) {
    log(from, end);
    commit(wrong(from, end));
  }

  List<ConsumerRecord<byte[], byte[]>> log(long from, long end) {
    return LongStream.range(from, end)
        .mapToObj(offset -> log.add(0, offset, trip(FIRST_TRIP + offset)))
        .toList();
  }

  List<ConsumerRecord<byte[], byte[]>> wrong(long from, long end) {
    return LongStream.range(from, end)
        .mapToObj(offset -> log.logged(0, offset, trip(WRONG + FIRST_TRIP + offset)))
        .toList();
  }

  static org.apache.avro.generic.GenericRecord trip(long id) {
    return Trips.trip(id, TripLog.NOON);
  }

  static List<Long> right(long from, long end) {
    return LongStream.range(from, end).map(offset -> FIRST_TRIP + offset).boxed().toList();
  }

  List<String> write(List<ConsumerRecord<byte[], byte[]>> records) {
    try (RowEventFiles files = files()) {
      RowHasher values = new RowHasher();
      records.forEach(each -> files.write(each, values));

      return files.finish().all();
    }
  }

  /** As the writer's committer does. */
  void commit(List<ConsumerRecord<byte[], byte[]>> records) {
    try (DeadLetterWriter letters =
            new DeadLetterWriter(
                TripTables.deadLetters(),
                deadLetters,
                Map.of("trips", 1),
                (id, letter) -> {},
                instance());
        TableWriter writer =
            new TableWriter(Trips.contract(), table, 1, files(), letters, instance())) {
      records.forEach(each -> writer.write(LogRecord.of(each)));
      letters.finish().ifPresent(this::commitDeadLetters);
      TableCommittable rows = writer.finish().orElseThrow();
      List<Range> ranges = rows.ranges();
      AppendFiles append = table.newAppend();
      rows.files().all().stream().map(this::file).forEach(append::appendFile);
      append.set(CommitSummary.RANGES, LedgerCodec.writeRanges(ranges));
      append.commit();
      table
          .updateProperties()
          .set(Ledger.PROPERTY, Ledger.of(table.properties()).plus(ranges).toJson())
          .commit();
    }
  }

  void commitDeadLetters(TableCommittable committable) {
    TableProvisioner.numberSource(deadLetters, TripTables.SOURCE);
    TripTables.append(deadLetters, committable.files());
  }

  RowEventFiles files() {
    return new RowEventFiles(
        Trips.contract(), table, 1, new EventDecoder(Trips.contract(), registry), instance());
  }

  WriterInstance instance() {
    return new WriterInstance(0, attempt++, InstantSource.fixed(TripLog.NOON));
  }

  DataFile file(String json) {
    return (DataFile) JsonUtil.parse(json, node -> ContentFileParser.fromJson(node, table.specs()));
  }

  DataFile newestFile() {
    return table.currentSnapshot().addedDataFiles(table.io()).iterator().next();
  }

  /** As maintenance does, with the files that nothing else has. */
  void expire(long snapshot) {
    tables.loadAgain(Trips.contract()).expireSnapshots().expireSnapshotId(snapshot).commit();
  }

  /** As a compaction does that was planned on the table as it is now. */
  void compact() {
    Table other = tables.loadAgain(Trips.contract());
    DataFile held = newestFile();
    try (RowFiles files = new RowFiles(other, 0, 1)) {
      TripTables.rows(other).forEach(row -> WrittenFiles.keep(row, files, other));
      other
          .newRewrite()
          .rewriteFiles(Set.of(held), Set.copyOf(WrittenFiles.of(files.finish(), other)))
          .commit();
    }
  }

  List<Record> rows() {
    table.refresh();

    return TripTables.rows(table);
  }

  List<Long> trips() {
    table.refresh();

    return TripTables.rows(table).stream()
        .sorted(Comparator.comparing(row -> (Long) row.getField("_offset")))
        .map(row -> (Long) row.getField("trip_id"))
        .toList();
  }

  ValuesHash sumOfRows() {
    RecordHasher records = RecordHasher.of(table);
    RowHasher sum = new RowHasher();
    for (Record row : TripTables.rows(table)) {
      records.add(row, sum);
    }

    return sum.drain();
  }

  Ledger ledger() {
    table.refresh();

    return Ledger.of(table.properties());
  }

  Ledger.Entry entry() {
    return ledger().entry(PARTITION).orElseThrow();
  }
}
