package io.freshet.ingestion.writer.columnar;

import static io.freshet.ingestion.writer.columnar.WrittenStream.INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.envelope.FlatEvent;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.commit.FileSteps;
import io.freshet.ingestion.writer.table.TripTables;
import io.freshet.ingestion.writer.table.Trips;
import io.freshet.ingestion.writer.table.UnfinishableFiles;
import io.freshet.ingestion.writer.table.WriterInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ColumnarEventFilesTest {
  private static final Contract TRIPS =
      Trips.contract(
          List.of(
              Trips.field(1, "city", Scalar.STRING, true),
              Trips.field(2, "trip_id", Scalar.LONG, true),
              Trips.field(3, "event_time", Scalar.TIMESTAMP, true),
              Trips.field(4, "note", Scalar.STRING, false),
              Trips.field(5, "tip", Scalar.LONG, false)));

  private static final long MEMORY = 64 << 20;

  /** So little that a few hundred rows fill it. */
  private static final long LITTLE_MEMORY = 64 << 10;

  private final TripRecords records = new TripRecords();
  private Table table;

  @BeforeEach
  void createTable() {
    table = new TripTables().create(TRIPS);
  }

  @Test
  void writeAFilePerDay() {
    try (ColumnarEventFiles files = files(MEMORY)) {
      write(files, trip(1, 0), trip(2, 1), trip(3, 0));

      List<DataFile> written = TripTables.append(table, files.finish());

      assertThat(written).extracting(DataFile::recordCount).containsExactlyInAnyOrder(2L, 1L);
      assertThat(tripIds()).containsExactlyInAnyOrder(1L, 2L, 3L);
    }
  }

  @Test
  void loseNothingWhenMemoryIsShort() {
    int trips = 5000;
    try (ColumnarEventFiles files = files(LITTLE_MEMORY)) {
      for (int id = 0; id < trips; id++) {
        write(files, trip(id, id % 37));
      }
      List<DataFile> written = TripTables.append(table, files.finish());

      assertThat(written).hasSizeGreaterThan(37);
      assertThat(tripIds())
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, trips).boxed().toList());
    }
  }

  /** Sorting and encoding take the rest. */
  @Test
  void holdRowsInAPartOfTheirMemory() {
    long memory = 1 << 20;
    TableColumns columns = new TableColumns(TRIPS, table);
    FlatEvent event = new FlatEvent(columns.slots());
    Random random = new Random(6);
    long most = 0;
    try (ColumnarFiles files =
        new ColumnarFiles(table, columns, event, ColumnarFiles.names(table, 0, 1), memory)) {
      for (int id = 0; id < 30_000; id++) {
        byte[] note = new byte[random.nextInt(60)];
        event.set(0, note, 0, note.length);
        event.set(1, id);
        event.set(2, TimeUnit.DAYS.toMicros(20_000 + random.nextInt(9)));
        event.set(3, note, 0, note.length);
        event.clear(4);
        event.set(columns.partitionSlot(), 0);
        event.set(columns.sourceSlot(), 1);
        event.set(columns.offsetSlot(), id);
        event.set(columns.receivedAtSlot(), id);
        assertThat(files.write()).isEmpty();
        most = Math.max(most, files.heldBytes());
      }
    }

    assertThat(most).isBetween(memory / 4, memory / 2);
  }

  @Test
  void writeTheLargestPartitionFirstWhenMemoryIsShort() {
    try (ColumnarEventFiles files = files(LITTLE_MEMORY)) {
      write(files, trip(0, 1));
      for (int id = 1; id < 3000; id++) {
        write(files, trip(id, 0));
      }
      List<DataFile> written = TripTables.append(table, files.finish());

      assertThat(written)
          .filteredOn(file -> file.recordCount() == 1)
          .singleElement()
          .satisfies(small -> assertThat(small.splitOffsets()).hasSize(1));
      assertThat(written)
          .filteredOn(file -> file.recordCount() == 2999)
          .singleElement()
          .satisfies(large -> assertThat(large.splitOffsets()).hasSizeBetween(6, 60));
    }
  }

  /** A file of several row groups is not sorted as a whole, and must not say so. */
  @Test
  void startANewRowGroupAtItsSize() {
    table.updateProperties().set("write.parquet.row-group-size-bytes", "10000").commit();
    try (ColumnarEventFiles files = files(MEMORY)) {
      for (int id = 0; id < 1000; id++) {
        write(files, trip(id, 0));
      }

      List<DataFile> written = TripTables.append(table, files.finish());

      assertThat(written).singleElement().extracting(DataFile::sortOrderId).isEqualTo(0);
      assertThat(written.get(0).splitOffsets()).hasSizeGreaterThan(3);
      assertThat(tripIds()).hasSize(1000).doesNotHaveDuplicates();
    }
  }

  @Test
  void startANewFileAtTheTargetSize() {
    table
        .updateProperties()
        .set("write.parquet.row-group-size-bytes", "10000")
        .set("write.target-file-size-bytes", "1")
        .commit();
    try (ColumnarEventFiles files = files(MEMORY)) {
      for (int id = 0; id < 1000; id++) {
        write(files, trip(id, 0));
      }

      List<DataFile> written = TripTables.append(table, files.finish());

      assertThat(written)
          .hasSizeGreaterThan(3)
          .allSatisfy(file -> assertThat(file.splitOffsets()).hasSize(1));
      assertThat(tripIds()).hasSize(1000).doesNotHaveDuplicates();
    }
  }

  @Test
  void handOutEachFileOnceAndUseTheBuffersAgain() {
    try (ColumnarEventFiles files = files(MEMORY)) {
      write(files, trip(1, 0), trip(2, 0));
      List<String> first = files.finish().all();
      write(files, trip(3, 1));
      List<String> second = files.finish().all();

      assertThat(first).hasSize(1);
      assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
      assertThat(files.finish().all()).isEmpty();
      TripTables.append(table, FileSteps.of(first));
      TripTables.append(table, FileSteps.of(second));
      assertThat(tripIds()).containsExactlyInAnyOrder(1L, 2L, 3L);
    }
  }

  @Test
  void keepTheFilesOfParallelAndRestartedWritersApart() {
    List<String> paths = new ArrayList<>();
    for (int subtask = 0; subtask < 2; subtask++) {
      for (int attempt = 1; attempt < 3; attempt++) {
        WriterInstance instance = new WriterInstance(subtask, attempt, INSTANCE.clock());
        try (ColumnarEventFiles files = files(table, instance, MEMORY)) {
          write(files, trip(1, 0));
          TripTables.append(table, files.finish()).forEach(file -> paths.add(file.location()));
        }
      }
    }

    assertThat(paths).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void giveUpWhatWasNotFinished() {
    ColumnarEventFiles files = files(MEMORY);
    write(files, trip(1, 0));

    files.close();

    assertThat(files.finish().all()).isEmpty();
  }

  @Test
  void closeEveryFileEvenWhenNoneCanBeClosed() {
    table.updateProperties().set("write.parquet.row-group-size-bytes", "1").commit();
    UnfinishableFiles store = new UnfinishableFiles();
    ColumnarEventFiles files = files(store.under(table), INSTANCE, MEMORY);
    write(files, trip(1, 0), trip(2, 1));

    assertThatThrownBy(files::close)
        .isInstanceOf(FreshetException.class)
        .hasRootCauseMessage("the store is away")
        .satisfies(e -> assertThat(e.getCause().getSuppressed()).hasSize(1));
    assertThat(store.closings).hasValueGreaterThanOrEqualTo(2);
    assertThat(files.finish().all()).isEmpty();
  }

  @Test
  void sayWhichColumnOfTheContractTheyLack() {
    Contract everyType = Trips.contract();

    assertThat(ColumnarEventFiles.obstacle(everyType, new TripTables().create(everyType)))
        .contains("notes is list<string>");
    assertThat(ColumnarEventFiles.obstacle(TRIPS, table)).isEmpty();
  }

  @Test
  void sayWhichColumnOfTheTableIsWiderThanTheContracts() {
    Contract floats =
        Trips.contract(
            List.of(
                Trips.field(1, "city", Scalar.STRING, true),
                Trips.field(2, "trip_id", Scalar.INTEGER, true),
                Trips.field(3, "event_time", Scalar.TIMESTAMP, true),
                Trips.field(4, "fare", new FieldType.Decimal(9, 2), true)));
    Table wider = new TripTables().create(floats);

    wider
        .updateSchema()
        .updateColumn("trip_id", org.apache.iceberg.types.Types.LongType.get())
        .commit();
    assertThat(ColumnarEventFiles.obstacle(floats, wider)).isEmpty();

    wider
        .updateSchema()
        .updateColumn("fare", org.apache.iceberg.types.Types.DecimalType.of(20, 2))
        .commit();
    assertThat(ColumnarEventFiles.obstacle(floats, wider))
        .contains("fare is decimal(9, 2), in the table decimal(20, 2)");
  }

  private ColumnarEventFiles files(long memory) {
    return files(table, INSTANCE, memory);
  }

  private ColumnarEventFiles files(Table of, WriterInstance instance, long memory) {
    return new ColumnarEventFiles(TRIPS, of, 1, records.decoder(TRIPS), instance, memory);
  }

  private void write(ColumnarEventFiles files, GenericRecord... trips) {
    for (GenericRecord trip : trips) {
      records.add(TRIPS, trip);
      assertThat(files.write(records.all().get(records.all().size() - 1), new RowHasher()))
          .isEmpty();
    }
  }

  private static GenericRecord trip(long id, int daysAgo) {
    return new PayloadBuilder(TRIPS)
        .set("city", "lisbon")
        .set("trip_id", id)
        .set("event_time", FlatContracts.NOW.minus(Duration.ofDays(daysAgo)))
        .set("note", note(id))
        .set("tip", tip(id))
        .build();
  }

  private static String note(long id) {
    return id % 3 == 0 ? null : "note " + id;
  }

  private static Long tip(long id) {
    return id % 3 == 1 ? null : id;
  }

  /** Of all rows, each of which must have its own note and tip, or none. */
  private List<Long> tripIds() {
    List<Record> rows = TripTables.rows(table);
    assertThat(rows)
        .allSatisfy(
            row -> {
              long id = (Long) row.getField("trip_id");
              assertThat(row.getField("note")).isEqualTo(note(id));
              assertThat(row.getField("tip")).isEqualTo(tip(id));
            });

    return rows.stream().map(row -> (Long) row.getField("trip_id")).toList();
  }
}
