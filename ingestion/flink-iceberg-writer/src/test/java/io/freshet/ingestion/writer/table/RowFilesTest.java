package io.freshet.ingestion.writer.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.AvroPayloads;
import io.freshet.core.lake.PayloadRows;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowFilesTest {
  private static final Instant DAY = Instant.parse("2026-03-01T12:00:00Z");

  /** How many files may be open at once. */
  private static final int MAX_OPEN = 8;

  /** Iceberg looks at a file's size once in so many rows. */
  private static final int ROWS_PER_LOOK = 1000;

  private Table table;
  private PayloadRows rows;

  @BeforeEach
  void createTable() {
    table = new TripTables().create(Trips.contract());
    rows =
        new PayloadRows(
            Trips.contract().schema().fields(), table.schema().asStruct(), AvroPayloads::columns);
  }

  @Test
  void writesAFilePerDay() {
    try (RowFiles files = files(0, 1)) {
      files.write(row(1, day(0)));
      files.write(row(2, day(1)));
      files.write(row(3, day(0)));

      List<DataFile> written = TripTables.append(table, files.finish());

      assertThat(written).extracting(DataFile::recordCount).containsExactlyInAnyOrder(2L, 1L);
      assertThat(tripIds()).containsExactlyInAnyOrder(1L, 2L, 3L);
    }
  }

  @Test
  void closesTheFileWrittenToLeastRecentlyWhenThereAreTooMany() {
    try (RowFiles files = files(0, 1)) {
      for (int day = 0; day < MAX_OPEN; day++) {
        files.write(row(day, day(day)));
      }
      files.write(row(100, day(0))); // day 1 has now waited longest
      files.write(row(101, day(MAX_OPEN)));
      files.write(row(102, day(0)));
      files.write(row(103, day(1)));

      List<DataFile> written = TripTables.append(table, files.finish());

      assertThat(written).hasSize(MAX_OPEN + 2);
      assertThat(filesOf(written, day(0))).isEqualTo(1);
      assertThat(filesOf(written, day(1))).isEqualTo(2);
      assertThat(tripIds()).hasSize(MAX_OPEN + 4).doesNotHaveDuplicates();
    }
  }

  @Test
  void losesNothingWhenEveryEventIsOfAnotherDay() {
    try (RowFiles files = files(0, 1)) {
      for (int i = 0; i < 100; i++) {
        files.write(row(i, day(i % 37)));
      }
      TripTables.append(table, files.finish());

      assertThat(tripIds())
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 100).boxed().toList());
    }
  }

  @Test
  void startsANewFileAtTheTargetSize() {
    table.updateProperties().set("write.target-file-size-bytes", "1").commit();
    try (RowFiles files = files(0, 1)) {
      for (int i = 0; i < 2 * ROWS_PER_LOOK + 1; i++) {
        files.write(row(i, day(0)));
      }

      List<DataFile> written = TripTables.append(table, files.finish());

      assertThat(written).hasSize(3);
      assertThat(tripIds()).hasSize(2 * ROWS_PER_LOOK + 1).doesNotHaveDuplicates();
    }
  }

  @Test
  void handsOutEachFileOnce() {
    try (RowFiles files = files(0, 1)) {
      files.write(row(1, day(0)));
      List<String> first = files.finish().all();
      files.write(row(2, day(0)));
      List<String> second = files.finish().all();

      assertThat(first).hasSize(1);
      assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
      assertThat(files.finish().all()).isEmpty();
    }
  }

  @Test
  void keepsTheFilesOfParallelAndRestartedWritersApart() {
    List<String> paths = new ArrayList<>();
    for (int subtask = 0; subtask < 2; subtask++) {
      for (int attempt = 1; attempt < 3; attempt++) {
        try (RowFiles files = files(subtask, attempt)) {
          files.write(row(1, day(0)));
          TripTables.append(table, files.finish()).forEach(file -> paths.add(file.location()));
        }
      }
    }

    assertThat(paths).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void givesUpWhatWasNotFinished() {
    RowFiles files = files(0, 1);
    files.write(row(1, day(0)));

    files.close();

    assertThat(files.finish().all()).isEmpty();
  }

  @Test
  void closesEveryFileEvenWhenNoneCanBeClosed() {
    UnfinishableFiles store = new UnfinishableFiles();
    RowFiles files = new RowFiles(store.under(table), 0, 1);
    files.write(row(1, day(0)));
    files.write(row(2, day(1)));

    assertThatThrownBy(files::close)
        .isInstanceOf(FreshetException.class)
        .hasRootCauseMessage("the store is away")
        .satisfies(e -> assertThat(e.getCause().getSuppressed()).hasSize(1));
    assertThat(store.closings).hasValueGreaterThanOrEqualTo(2);
    assertThat(files.finish().all()).isEmpty();
  }

  private RowFiles files(int subtask, long attempt) {
    return new RowFiles(table, subtask, attempt);
  }

  private Record row(long id, Instant time) {
    Record row = GenericRecord.create(table.schema());
    rows.fill(Trips.trip(id, time), row);
    row.setField("_source", 1);
    row.setField("_stream_partition", 0);
    row.setField("_offset", id);
    row.setField("_received_at", PayloadRows.timestamp(0));

    return row;
  }

  private static Instant day(int number) {
    return DAY.plus(Duration.ofDays(number));
  }

  private static long filesOf(List<DataFile> files, Instant day) {
    int epochDay = (int) Duration.between(Instant.EPOCH, day).toDays();

    return files.stream()
        .filter(file -> file.partition().get(0, Integer.class) == epochDay)
        .count();
  }

  private List<Long> tripIds() {
    return TripTables.rows(table).stream().map(row -> (Long) row.getField("trip_id")).toList();
  }
}
