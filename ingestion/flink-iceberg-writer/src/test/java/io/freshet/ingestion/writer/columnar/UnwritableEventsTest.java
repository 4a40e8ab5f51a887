package io.freshet.ingestion.writer.columnar;

import static io.freshet.ingestion.writer.columnar.WrittenStream.INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.ingestion.writer.table.CarefulEventFiles;
import io.freshet.ingestion.writer.table.EventFiles;
import io.freshet.ingestion.writer.table.RowEventFiles;
import io.freshet.ingestion.writer.table.TripTables;
import io.freshet.ingestion.writer.table.Trips;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that their contract allows and no file can hold. */
class UnwritableEventsTest {
  private static final long MEMORY = 8 << 20;
  private static final Contract TRIPS = byCity();

  private final TripRecords records = new TripRecords();
  private Table table;

  /** The ways to write. */
  enum Path {
    ROWS(test -> new RowEventFiles(TRIPS, test.table, 1, test.records.decoder(TRIPS), INSTANCE)),
    COLUMNS(UnwritableEventsTest::columns);

    private final Function<UnwritableEventsTest, EventFiles> files;

    Path(Function<UnwritableEventsTest, EventFiles> files) {
      this.files = files;
    }
  }

  @BeforeEach
  void createTable() {
    table = new TripTables().create(TRIPS);
  }

  @ParameterizedTest
  @EnumSource
  void leavesOutThoseWhosePartitionHasTooLongAName(Path path) {
    String tooLong = "x".repeat(251);
    add("lisbon", "a");
    add(tooLong, "b");
    add(tooLong, "c");
    add("lisbon", "d");
    add("ü".repeat(42), "e"); // six bytes each in a path
    add("porto", "f");

    WrittenStream written =
        WrittenStream.write(TRIPS, table, path.files.apply(this), records.all());

    assertThat(notes(written)).containsExactly("a", "d", "f");
    assertThat(written.deadLetters())
        .extracting(each -> each.get("cause") + ": " + each.get("detail"))
        .containsExactly(
            "write_failed: the name of its partition by city takes 256 bytes, stores take 255",
            "write_failed: the name of its partition by city takes 256 bytes, stores take 255",
            "write_failed: the name of its partition by city takes 257 bytes, stores take 255");
    assertThatTheLedgerHasTheValuesOfRows(written);
  }

  @ParameterizedTest
  @EnumSource
  void stopsAtARowThatAnEncoderRefuses(Path path) {
    requireNotes();
    add("lisbon", null);
    EventFiles files = path.files.apply(this);

    assertThatThrownBy(() -> WrittenStream.write(TRIPS, table, files, records.all()))
        .isInstanceOfAny(NullPointerException.class, IllegalStateException.class);
  }

  @Test
  void takesNothingThatIsWrongWithTheTableForAFaultOfItsRows() {
    table.updateProperties().set("write.parquet.compression-codec", "nonsense").commit();
    add("lisbon", "a");

    assertThatThrownBy(() -> WrittenStream.write(TRIPS, table, careful(), records.all()))
        .hasMessageContaining("nonsense");
  }

  @Test
  void leavesOutWhatAnEncoderRefusedOnceItHasFailed() {
    requireNotes();
    add("lisbon", "a");
    add("lisbon", null);
    add("lisbon", "b");

    WrittenStream written = WrittenStream.write(TRIPS, table, careful(), records.all());

    assertThat(notes(written)).containsExactly("a", "b");
    assertThat(written.deadLetters())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.get("cause")).hasToString("write_failed");
              assertThat(each.get("detail").toString())
                  .startsWith("its row can't be written: NullPointerException in ");
            });
    assertThatTheLedgerHasTheValuesOfRows(written);
  }

  @Test
  void goesOnByTheUsualPathAfterACheckpoint() {
    RowHasher values = new RowHasher();
    add("lisbon", "a");
    add("lisbon", "b");
    try (EventFiles files = careful()) {
      files.write(records.all().get(0), values);
      assertThat(files.finish().all()).hasSize(1);
      files.write(records.all().get(1), values);
      TripTables.append(table, files.finish());

      assertThat(table.currentSnapshot().addedDataFiles(table.io()))
          .singleElement()
          .satisfies(
              file -> assertThat(file.sortOrderId()).isEqualTo(1)); // only columns are sorted
    }
  }

  private EventFiles careful() {
    return CarefulEventFiles.of(
        TRIPS, table, 1, records.decoder(TRIPS), INSTANCE, () -> columns(this));
  }

  private static EventFiles columns(UnwritableEventsTest test) {
    return new ColumnarEventFiles(
        TRIPS, test.table, 1, test.records.decoder(TRIPS), INSTANCE, MEMORY);
  }

  /** As another engine may do to a table. */
  private void requireNotes() {
    table.updateSchema().allowIncompatibleChanges().requireColumn("note").commit();
  }

  private void add(String city, String note) {
    PayloadBuilder trip =
        new PayloadBuilder(TRIPS)
            .set("city", city)
            .set("trip_id", (long) records.all().size())
            .set("event_time", FlatContracts.NOW);
    GenericRecord payload = note == null ? trip.build() : trip.set("note", note).build();
    records.add(TRIPS, payload);
  }

  private static List<Object> notes(WrittenStream written) {
    return written.rows().stream().map(row -> row.getField("note")).toList();
  }

  private void assertThatTheLedgerHasTheValuesOfRows(WrittenStream written) {
    RecordHasher hasher = RecordHasher.of(table);
    RowHasher values = new RowHasher();
    for (Record row : written.rows()) {
      hasher.add(row, values);
    }

    assertThat(
            written.ranges().stream()
                .map(Range::counts)
                .reduce(Counts::plus)
                .orElseThrow()
                .values())
        .contains(values.drain());
  }

  private static Contract byCity() {
    Contract byDay =
        Trips.contract(
            List.of(
                Trips.field(1, "city", Scalar.STRING, true),
                Trips.field(2, "trip_id", Scalar.LONG, true),
                Trips.field(3, "event_time", Scalar.TIMESTAMP, true),
                Trips.field(4, "note", Scalar.STRING, false)));
    TableSettings table = byDay.requireTable();

    return byDay.with(
        new TableSettings(
            table.namespace(),
            List.of(
                new TableSettings.Partitioning(TableSettings.Transform.IDENTITY, "city"),
                new TableSettings.Partitioning(TableSettings.Transform.DAY, "event_time")),
            table.sort(),
            table.timing(),
            table.retention(),
            table.keepClientId(),
            table.pages(),
            table.isolation()));
  }
}
