package io.freshet.ingestion.writer.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.writer.commit.FileSteps;
import io.freshet.testing.samples.Rides;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatestRowsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Table table;
  private int offset;

  @BeforeEach
  void createTable() {
    table = new TripTables().create(Rides.latest());
  }

  @Test
  void aRowTakesThePlaceOfItsKeysFormerRow() {
    try (LatestRows rows = rows(0, 100)) {
      rows.write(ride("lisbon", 1, 2));
      rows.write(ride("lisbon", 2, 2));
      TripTables.append(table, rows.finish());
      rows.write(ride("lisbon", 1, 3));
      rows.write(ride("porto", 1, 9));
      TripTables.append(table, rows.finish());
    }

    assertThat(seats())
        .containsExactlyInAnyOrderEntriesOf(Map.of("lisbon 1", 3, "lisbon 2", 2, "porto 1", 9));
  }

  @Test
  void aRowOfTheSameCommitGivesWayToo() {
    try (LatestRows rows = rows(0, 100)) {
      rows.write(ride("lisbon", 1, 2));
      rows.write(ride("lisbon", 1, 3));
      rows.write(ride("lisbon", 1, 4));
      TripTables.append(table, rows.finish());
    }

    assertThat(seats()).containsExactly(Map.entry("lisbon 1", 4));
  }

  @Test
  void aRowThatIsGoneIsNotThere() {
    try (LatestRows rows = rows(0, 100)) {
      rows.write(ride("lisbon", 1, 2));
      rows.write(ride("lisbon", 2, 2));
      rows.write(gone("lisbon", 2));
      TripTables.append(table, rows.finish());
      rows.write(gone("lisbon", 1));
      rows.write(gone("lisbon", 3));
      TripTables.append(table, rows.finish());

      assertThat(seats()).isEmpty();

      rows.write(ride("lisbon", 1, 5));
      TripTables.append(table, rows.finish());
    }

    assertThat(seats()).containsExactly(Map.entry("lisbon 1", 5));
  }

  @Test
  void handsOutEachFileOnceAndNoneWithoutRows() {
    try (LatestRows rows = rows(0, 100)) {
      assertThat(rows.finish().all()).isEmpty();
      rows.write(ride("lisbon", 1, 2));

      assertThat(rows.finish().all()).hasSize(2);
      assertThat(rows.finish().all()).isEmpty();
    }
  }

  @Test
  void givesUpWhatWasNotFinished() {
    LatestRows rows = rows(0, 1);
    rows.write(ride("lisbon", 1, 2));
    rows.write(ride("lisbon", 1, 3));

    rows.close();

    assertThat(seats()).isEmpty();
  }

  /**
   * Any order of changes leaves what a map would hold, however they fall into steps and commits.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsWhatAMapWouldHold(long seed) {
    Random random = new Random(seed);
    Map<String, Integer> expected = new TreeMap<>();
    try (LatestRows one = rows(0, 4 + random.nextInt(9));
        LatestRows other = rows(1, 4 + random.nextInt(9))) {
      for (int commit = 0; commit < 4; commit++) {
        for (int i = random.nextInt(40); i > 0; i--) {
          long id = random.nextInt(6);
          boolean isOne = random.nextBoolean();
          LatestRows rows = isOne ? one : other;
          String city = isOne ? "lisbon" : "porto";
          if (random.nextInt(4) == 0) {
            rows.write(gone(city, id));
            expected.remove(city + " " + id);
          } else {
            int seats = random.nextInt(1000);
            rows.write(ride(city, id, seats));
            expected.put(city + " " + id, seats);
          }
        }
        FileSteps both = one.finish().and(other.finish());
        TripTables.append(table, both);

        assertThat(seats()).containsExactlyInAnyOrderEntriesOf(expected);
      }
    }
  }

  private LatestRows rows(int subtask, int rowsPerStep) {
    return new LatestRows(Rides.latest(), table, subtask, 1, rowsPerStep);
  }

  private Record ride(String city, long id, int seats) {
    Record row = gone(city, id);
    row.setField("gone", false);
    row.setField("seats", seats);

    return row;
  }

  private Record gone(String city, long id) {
    Record row = GenericRecord.create(table.schema());
    row.setField("city", city);
    row.setField("ride_id", id);
    row.setField("event_time", NOON.atOffset(ZoneOffset.UTC));
    row.setField("gone", true);
    row.setField("_source", 1);
    row.setField("_stream_partition", 0);
    row.setField("_offset", (long) offset++);
    row.setField("_received_at", NOON.atOffset(ZoneOffset.UTC));

    return row;
  }

  /** Riders by city and ride; fails when one is there twice. */
  private Map<String, Integer> seats() {
    table.refresh();

    return TripTables.rows(table).stream()
        .collect(
            Collectors.toMap(
                row -> row.getField("city") + " " + row.getField("ride_id"),
                row -> (Integer) row.getField("seats")));
  }
}
