package io.freshet.maintenance.copy;

import io.freshet.maintenance.plan.Copies;
import io.freshet.maintenance.plan.PartitionFiles;
import io.freshet.maintenance.plan.Payoff;
import io.freshet.maintenance.plan.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericAppenderFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.encryption.EncryptionKeyMetadata;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/** A table of rides in memory, partitioned by city; its rows come from a seed. */
final class RideTable {
  static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "ride_id", Types.LongType.get()),
          Types.NestedField.required(2, "city", Types.StringType.get()),
          Types.NestedField.optional(3, "fare", Types.DoubleType.get()),
          Types.NestedField.optional(4, "note", Types.StringType.get()),
          Types.NestedField.required(5, "begun", Types.TimestampType.withZone()),
          Types.NestedField.optional(
              6, "stops", Types.ListType.ofOptional(7, Types.StringType.get())));

  static final PartitionSpec BY_CITY = PartitionSpec.builderFor(SCHEMA).identity("city").build();

  private static final String[] NOTES = {"late", "paid in cash", "two bags"};

  private final Random random;
  private final Map<String, String> fileSettings = new HashMap<>();
  private final Table table;
  private long nextId;

  RideTable(long seed) {
    this(seed, Map.of());
  }

  RideTable(long seed, Map<String, String> properties) {
    this.random = new Random(seed);
    InMemoryCatalog catalog = new InMemoryCatalog();
    // All catalogs of a process share one store in memory.
    catalog.initialize("test", Map.of("warehouse", "memory://" + UUID.randomUUID()));
    catalog.createNamespace(Namespace.of("raw"));
    this.table =
        catalog
            .buildTable(TableIdentifier.of("raw", "rides"), SCHEMA)
            .withPartitionSpec(BY_CITY)
            .withProperties(properties)
            .create();
  }

  /** How files are written from now on. */
  RideTable writing(String key, String value) {
    fileSettings.put(key, value);

    return this;
  }

  /** Commits a file of so many rows. */
  DataFile commit(String city, int rows) {
    DataFile file = write(city, rows);
    commit(file);

    return file;
  }

  /** So many, of twenty rows each, all of one layout. */
  List<DataFile> commitFiles(int count) {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(commit("oslo", 20));
    }

    return files;
  }

  void commit(DataFile file) {
    table.newAppend().appendFile(file).commit();
  }

  DataFile write(String city, int rows) {
    try (DataWriter<Record> writer =
        appenders().newDataWriter(output(), FileFormat.PARQUET, partition(city))) {
      for (int i = 0; i < rows; i++) {
        writer.write(ride(city));
      }
      writer.close();

      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a ride away by a file that names it. */
  void delete(String city, long rideId) {
    Schema ids = SCHEMA.select("ride_id");
    GenericAppenderFactory appenders =
        new GenericAppenderFactory(table.schema(), BY_CITY, new int[] {1}, ids, null);
    EqualityDeleteWriter<Record> writer =
        appenders.newEqDeleteWriter(output(), FileFormat.PARQUET, partition(city));
    try (writer) {
      Record gone = GenericRecord.create(ids);
      gone.setField("ride_id", rideId);
      writer.write(gone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    table.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
  }

  private GenericAppenderFactory appenders() {
    return new GenericAppenderFactory(table.schema(), table.spec()).setAll(fileSettings);
  }

  private EncryptedOutputFile output() {
    String location =
        table.locationProvider().newDataLocation("written-%s.parquet".formatted(nextId++));

    return EncryptedFiles.encryptedOutput(
        table.io().newOutputFile(location), EncryptionKeyMetadata.EMPTY);
  }

  private PartitionKey partition(String city) {
    PartitionKey key = new PartitionKey(table.spec(), table.schema());
    key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(ride(city)));

    return key;
  }

  private Record ride(String city) {
    Record ride = GenericRecord.create(table.schema());
    ride.setField("ride_id", nextId++);
    ride.setField("city", city);
    ride.setField("fare", random.nextInt(5) == 0 ? null : random.nextDouble() * 90);
    ride.setField("note", random.nextInt(3) == 0 ? null : NOTES[random.nextInt(NOTES.length)]);
    ride.setField("begun", Instant.ofEpochSecond(random.nextInt()).atOffset(ZoneOffset.UTC));
    List<String> stops = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      stops.add(random.nextBoolean() ? null : Long.toHexString(random.nextLong()));
    }
    ride.setField("stops", stops);

    return ride;
  }

  Table table() {
    table.refresh();

    return table;
  }

  List<FileScanTask> tasks() {
    try (CloseableIterable<FileScanTask> tasks = table().newScan().planFiles()) {
      List<FileScanTask> all = new ArrayList<>();
      tasks.forEach(all::add);
      all.sort(
          Comparator.comparing((FileScanTask task) -> task.file().dataSequenceNumber())
              .thenComparing(task -> task.file().location()));

      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of the current snapshot, oldest first. */
  List<DataFile> files() {
    return tasks().stream().map(FileScanTask::file).toList();
  }

  /** All rows that a file holds, in its order. */
  List<Record> rows(DataFile file) {
    try (CloseableIterable<Record> rows =
        Parquet.read(table.io().newInputFile(file.location()))
            .project(table.schema())
            .createReaderFunc(schema -> GenericParquetReaders.buildReader(table.schema(), schema))
            .build()) {
      List<Record> all = new ArrayList<>();
      rows.forEach(all::add);

      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a reader gets of the table. */
  List<Long> rideIds() {
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table()).build()) {
      List<Long> ids = new ArrayList<>();
      rows.forEach(row -> ids.add((Long) row.getField("ride_id")));

      return ids.stream().sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To merge at most so many files of a city into files of such limits. */
  static Step.Copy copy(String city, int files, Step.Copy.Limits limits) {
    PartitionFiles source =
        new PartitionFiles(
            "city=" + city,
            Expressions.equal("city", city),
            files,
            0,
            files,
            0,
            0,
            Optional.empty(),
            new Copies(files, 0, files, 0));

    return new Step.Copy(
        source,
        files,
        0,
        1,
        new Payoff(0, 0, 0),
        limits,
        Step.Copy.Rest.SORTED_ONCE_COLD,
        Optional.empty());
  }

  static ByteBuffer key() {
    return ByteBuffer.wrap(new byte[] {1});
  }
}
