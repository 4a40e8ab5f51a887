package io.freshet.maintenance;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.LedgerSnapshots;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.lake.ValuesHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericAppenderFactory;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptionKeyMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.SparkSession;

/**
 * The table {@code raw.dasher_pings}, made anew from its contract and written to as the writer
 * does: each commit appends a file and moves ledger and watermark, in one transaction.
 */
final class PingTable {
  static final TableIdentifier NAME = TableIdentifier.of("raw", "dasher_pings");

  /** Another table, whose location begins with this one's. */
  static final TableIdentifier SIBLING = TableIdentifier.of("raw", "dasher_pings_v2");

  static final Instant DAY = Instant.parse("2008-05-19T00:00:00Z");
  static final int ROWS_PER_COMMIT = 50;

  static final Position POSITION = new Position(1, 0);

  private final SparkSession spark;
  private final Catalog catalog;
  private final Table table;
  private final Random random = new Random(1);
  private final RowHasher written = new RowHasher();
  private Optional<Instant> received = Optional.empty();
  private long nextOffset;

  PingTable(SparkSession spark) {
    this.spark = spark;
    this.catalog = Spark3Util.loadIcebergCatalog(spark, LakeSession.CATALOG);
    List.of(NAME, SIBLING).forEach(this::remove);
    Contract contract = Contracts.read(Path.of("../../contracts")).require("dasher_pings");
    if (!TableLayout.name(contract).equals(NAME)) {
      throw new IllegalStateException("The contract's table is " + TableLayout.name(contract));
    }
    new TableProvisioner(catalog).plan(contract).step().run();
    this.table = catalog.loadTable(NAME);
    TableProvisioner.numberSource(table, new LogSource("cluster", "dasher_pings", "topic-1"));
  }

  /** With everything below its location, orphans of an earlier test among it. */
  private void remove(TableIdentifier name) {
    if (catalog.tableExists(name)) {
      String location = catalog.loadTable(name).location();
      catalog.dropTable(name);
      new LocalFileIO().deletePrefix(location + "/");
    }
  }

  /** Applies the contract anew, which from then on says how long the table keeps a row. */
  PingTable keepsRows(int days) {
    Contracts contracts = Contracts.read(Path.of("../../contracts"));
    String text =
        contracts
            .text(contracts.require("dasher_pings"))
            .orElseThrow()
            .replace(
                "slaProperties:",
                "slaProperties:\n  - {property: retention, value: %d, unit: d}".formatted(days));
    Contract contract = ContractTexts.parse("dasher_pings", text);
    new TableProvisioner(catalog).plan(contract, Optional.of(text)).step().run();
    table.refresh();

    return this;
  }

  /** Rows that are written from then on came at that time, whenever they happened. */
  PingTable receivedAt(Instant time) {
    received = Optional.of(time);

    return this;
  }

  /** What is written from then on is partitioned so. */
  PingTable partitions(UnaryOperator<UpdatePartitionSpec> change) {
    table.refresh();
    change.apply(table.updateSpec()).commit();

    return this;
  }

  Table load() {
    return catalog.loadTable(NAME);
  }

  Catalog catalog() {
    return catalog;
  }

  /** Commits so many files of {@link #ROWS_PER_COMMIT} rows to the day. */
  PingTable commits(int count, Instant day) {
    for (int i = 0; i < count; i++) {
      commit(ROWS_PER_COMMIT, day);
    }

    return this;
  }

  void commit(int rows, Instant day) {
    long first = nextOffset;
    written.drain();
    DataFile file = write(rows, day);
    Range range =
        new Range(
            POSITION,
            first,
            first,
            nextOffset,
            new Counts(rows, 0, 0, 0).withValues(written.drain()),
            ChronoUnit.MICROS.between(Instant.EPOCH, day.plusSeconds(nextOffset)));
    boolean isCommitted = false;
    while (!isCommitted) {
      isCommitted = commitsUnlessTheLedgerHasChanged(file, range);
    }
  }

  private boolean commitsUnlessTheLedgerHasChanged(DataFile file, Range range) {
    table.refresh();
    SnapshotAncestryValidator noOther = LedgerSnapshots.noOtherSince(table);
    Ledger ledger = Ledger.of(table.properties()).plus(List.of(range));
    Instant watermark =
        TableWatermark.after(table.properties(), ledger, Duration.ofMinutes(5), p -> false)
            .orElseThrow();
    Transaction transaction = table.newTransaction();
    AppendFiles append = transaction.newAppend().appendFile(file);
    append.validateWith(noOther);
    append
        .set(CommitSummary.WRITER, "writer/test " + range.first())
        .set(CommitSummary.RANGES, LedgerCodec.writeRanges(List.of(range)));
    try {
      append.commit();
      transaction
          .updateProperties()
          .set(Ledger.PROPERTY, ledger.toJson())
          .set(TableWatermark.PROPERTY, watermark.toString())
          .commit();
      transaction.commitTransaction();

      return true;
    } catch (ValidationException | CommitFailedException e) {
      return false;
    }
  }

  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(load().location()))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** A file that a writer left behind long ago. */
  DataFile oldOrphan() throws IOException {
    DataFile orphan = write(ROWS_PER_COMMIT, DAY);
    makeOld(Path.of(orphan.location()));

    return orphan;
  }

  void makeAllOld() throws IOException {
    for (Path file : files()) {
      makeOld(file);
    }
  }

  static void makeOld(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(10))));
  }

  /**
   * Takes rows of {@link #DAY} away by a file that names their offsets; the end excluded. Of any
   * day where nothing is partitioned by now.
   */
  PingTable delete(long first, long end) {
    table.refresh();
    Schema offsets = table.schema().select("_offset");
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(ping(0, DAY)));
    EqualityDeleteWriter<Record> writer =
        new GenericFileWriterFactory.Builder(table)
            .deleteFileFormat(FileFormat.PARQUET)
            .equalityFieldIds(new int[] {offsets.findField("_offset").fieldId()})
            .equalityDeleteRowSchema(offsets)
            .build()
            .newEqualityDeleteWriter(
                EncryptedFiles.encryptedOutput(
                    table
                        .io()
                        .newOutputFile(
                            table
                                .locationProvider()
                                .newDataLocation("gone-%s.parquet".formatted(UUID.randomUUID()))),
                    EncryptionKeyMetadata.EMPTY),
                table.spec(),
                partition);
    try (writer) {
      for (long offset = first; offset < end; offset++) {
        Record gone = GenericRecord.create(offsets);
        gone.setField("_offset", offset);
        writer.write(gone);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    table.newRowDelta().addDeletes(writer.toDeleteFile()).commit();

    return this;
  }

  /** A data file of the day; nothing refers to it yet. */
  DataFile write(int rows, Instant day) {
    OutputFile output =
        table
            .io()
            .newOutputFile(
                table
                    .locationProvider()
                    .newDataLocation("test-%s.parquet".formatted(UUID.randomUUID())));
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(ping(0, day)));
    try (DataWriter<Record> writer =
        new GenericAppenderFactory(table.schema(), table.spec())
            .newDataWriter(
                EncryptedFiles.encryptedOutput(output, EncryptionKeyMetadata.EMPTY),
                FileFormat.PARQUET,
                partition)) {
      RecordHasher hasher = RecordHasher.of(table);
      for (int i = 0; i < rows; i++) {
        Record ping = ping(nextOffset++, day);
        hasher.add(ping, written);
        writer.write(ping);
      }
      writer.close();

      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Record ping(long offset, Instant day) {
    Record ping = GenericRecord.create(table.schema());
    Instant time = day.plusSeconds(random.nextInt(86_400));
    ping.setField("market", "san_francisco");
    ping.setField("dasher_id", (long) random.nextInt(20));
    ping.setField("latitude", BigDecimal.valueOf(37_700_000 + random.nextInt(100_000), 6));
    ping.setField("longitude", BigDecimal.valueOf(-122_500_000 + random.nextInt(100_000), 6));
    ping.setField("event_time", time.atOffset(ZoneOffset.UTC));
    ping.setField("_source", POSITION.source());
    ping.setField("_stream_partition", POSITION.partition());
    ping.setField("_offset", offset);
    ping.setField("_received_at", received.orElse(time).atOffset(ZoneOffset.UTC));

    return ping;
  }

  /** Offsets given out so far: what the table must hold, once each. */
  long offsets() {
    return nextOffset;
  }

  /** What the rows that are there add up to. */
  ValuesHash values() {
    Table now = load();
    RecordHasher hasher = RecordHasher.of(now);
    RowHasher sum = new RowHasher();
    try (CloseableIterable<Record> rows = IcebergGenerics.read(now).build()) {
      rows.forEach(row -> hasher.add(row, sum));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return sum.drain();
  }

  /** Where the data files of the current snapshot lie. */
  List<String> locations() {
    return spark.sql("SELECT DISTINCT _file FROM lake.raw.dasher_pings").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** Rows and distinct identities, as Spark counts them. */
  Identities identities() {
    return identities("");
  }

  Identities identities(String version) {
    var row =
        spark
            .sql(
                "SELECT count(*), count(DISTINCT _source, _stream_partition, _offset),"
                    + " coalesce(min(_offset), 0), coalesce(max(_offset), -1) FROM lake.raw.dasher_pings"
                    + version)
            .head();

    return new Identities(row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3));
  }

  /** Who is there. */
  record Identities(long rows, long distinct, long lowest, long highest) {
    /** Each of the first so many offsets, once. */
    static Identities firstOnes(long count) {
      return new Identities(count, count, 0, count - 1);
    }
  }
}
