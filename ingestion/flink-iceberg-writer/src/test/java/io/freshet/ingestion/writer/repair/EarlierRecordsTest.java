package io.freshet.ingestion.writer.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.earlier.EarlierPlan;
import io.freshet.ingestion.writer.earlier.EarlierReceipt;
import io.freshet.ingestion.writer.earlier.EarlierRecords;
import io.freshet.ingestion.writer.table.TripTables;
import io.freshet.ingestion.writer.table.Trips;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

class EarlierRecordsTest {
  private static final Position QUIET = new Position(1, 1);

  private final RepairedTrips trips = new RepairedTrips();
  private final Table table = trips.table();
  private final List<GenericRecord> told = new ArrayList<>();

  @Test
  void bringsInWhatTheLogHasFromBeforeTheTableBegan() {
    trips.log(0, 10);
    trips.commitRight(10, 20);

    EarlierReceipt receipt = bringIn();

    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 20));
    assertThat(receipt.counts().rows()).isEqualTo(10);
    assertThat(trips.entry().start()).isZero();
    assertThat(trips.entry().end()).isEqualTo(20);
    assertThat(trips.entry().counts().rows()).isEqualTo(20);
    assertThat(trips.entry().counts().values()).contains(trips.sumOfRows());
    assertThat(trips.ledger().repairs().stretches())
        .containsExactly(new Stretch(RepairedTrips.PARTITION, 0, 10));
    assertThat(trips.announced()).containsExactly(receipt.snapshot().orElseThrow());
  }

  @Test
  void bringsInAPartitionOfWhichNothingHasComeSince() {
    trips.commitRight(0, 3);
    TableProvisioner.beginAt(table, TripTables.SOURCE, Map.of(1, 2L));
    trips.log().add(1, 0, RepairedTrips.trip(1));
    trips.log().add(1, 1, RepairedTrips.trip(2));

    EarlierReceipt receipt = bringIn();

    assertThat(receipt.counts().rows()).isEqualTo(2);
    Ledger.Entry entry = trips.ledger().entry(QUIET).orElseThrow();
    assertThat(entry.start()).isZero();
    assertThat(entry.end()).isEqualTo(2);
    assertThat(entry.counts().rows()).isEqualTo(2);
  }

  @Test
  void changesNothingWhenItIsCalledAgain() {
    trips.log(0, 10);
    trips.commitRight(10, 20);
    bringIn();
    long snapshot = table.currentSnapshot().snapshotId();

    EarlierReceipt again = bringIn();

    assertThat(again.snapshot()).isEmpty();
    assertThat(again.plan().stretches()).isEmpty();
    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(snapshot);
  }

  @Test
  void makesDeadLettersOfWhatIsRefusedThoughLaterOnesAreThere() {
    trips.log(0, 3);
    trips.log().addBroken(0, 3);
    trips.commit(List.of(trips.log(4, 5).get(0), trips.log().addBroken(0, 5)));
    Table letters = trips.deadLetters();
    Ledger passed =
        Ledger.of(letters.properties())
            .plus(
                List.of(
                    new Range(
                        RepairedTrips.PARTITION,
                        Range.UNKNOWN,
                        5,
                        6,
                        new Counts(1, 0, 0, 0),
                        Long.MIN_VALUE)));
    letters.updateProperties().set(Ledger.PROPERTY, passed.toJson()).commit();

    EarlierReceipt receipt = bringIn();

    assertThat(receipt.counts().rows()).isEqualTo(3);
    assertThat(receipt.counts().deadLettered()).isEqualTo(1);
    assertThat(told).hasSize(1);
    assertThat(deadOffsets()).containsExactlyInAnyOrder(3L, 5L);
    assertThat(trips.entry().counts().deadLettered()).isEqualTo(2);
    Ledger.Entry counted =
        Ledger.of(letters.properties()).entry(RepairedTrips.PARTITION).orElseThrow();
    assertThat(counted.counts().rows()).isEqualTo(2);
    assertThat(counted.end()).isEqualTo(6);
  }

  @Test
  void leavesDeadLettersAsTheyAreThatAKilledCallHasCommitted() {
    trips.log(0, 3);
    trips.log().addBroken(0, 3);
    trips.commitRight(4, 8);
    EarlierRecords records = records();
    EarlierPlan plan = records.plan();
    // Rows of nobody end the call behind its dead letters.
    appendUncounted();
    assertThatThrownBy(() -> records.run(plan)).isInstanceOf(FreshetException.class);
    assertThat(deadOffsets()).containsExactly(3L);
    assertThat(trips.entry().start()).isEqualTo(4);
    table.newDelete().deleteFile(trips.newestFile()).commit();

    EarlierReceipt receipt = bringIn();

    assertThat(receipt.counts().deadLettered()).isEqualTo(1);
    assertThat(deadOffsets()).containsExactly(3L);
    assertThat(trips.trips()).isEqualTo(List.of(100L, 101L, 102L, 104L, 105L, 106L, 107L));
    assertThat(trips.entry().counts().seen()).isEqualTo(8);
  }

  @Test
  void takesWhatRetentionHasLeft() {
    trips.log(0, 10);
    trips.commitRight(10, 20);
    trips.log().deleteBefore(0, 6);

    bringIn();

    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(6, 20));
    assertThat(trips.entry().start()).isEqualTo(6);
  }

  @Test
  void endsWhereRetentionTakesOffsetsBehindThePlan() {
    trips.log(0, 10);
    trips.commitRight(10, 20);
    EarlierPlan plan = records().plan();
    trips.log().deleteBefore(0, 4);

    assertThatThrownBy(() -> records().run(plan)).isInstanceOf(FreshetException.class);
    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(10, 20));
    assertThat(trips.entry().start()).isEqualTo(10);
  }

  @Test
  void refusesRowsThatNoLedgerCounts() {
    trips.log(0, 10);
    trips.commitRight(10, 20);
    appendUncounted();

    assertThatThrownBy(() -> records().plan())
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("holds 1 rows from before its ledger begins");
  }

  @Test
  void endsWhereSomebodyElseHasBroughtThemInMeanwhile() {
    trips.log(0, 10);
    trips.commitRight(10, 20);
    EarlierPlan plan = records().plan();
    bringIn();

    assertThatThrownBy(() -> records().run(plan))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("somebody else has brought in what comes before");
    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 20));
  }

  @Test
  void leavesTheWatermarkAsItIs() {
    trips.log(0, 10);
    trips.commitRight(10, 20);
    String watermark = TripLog.NOON.toString();
    table.updateProperties().set(TableWatermark.PROPERTY, watermark).commit();

    bringIn();

    assertThat(table.properties()).containsEntry(TableWatermark.PROPERTY, watermark);
  }

  @Test
  void tellsHowLongItTakesByTheFirstRecords() {
    trips.log(0, 10);
    trips.commitRight(10, 20);
    AtomicLong nanos = new AtomicLong();
    EarlierRecords records = records();

    EarlierPlan plan =
        records.tried(records.plan(), () -> nanos.getAndAdd(Duration.ofSeconds(3).toNanos()));

    assertThat(plan.expected()).contains(Duration.ofSeconds(3));
    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(10, 20));
  }

  private EarlierReceipt bringIn() {
    EarlierRecords records = records();
    EarlierReceipt receipt = records.run(records.plan());
    table.refresh();

    return receipt;
  }

  private EarlierRecords records() {
    return new EarlierRecords(
        new Repair.Target(Trips.contract(), table, TripTables.SOURCE, trips.deadLetters()),
        new EarlierRecords.DeadLetters(TripTables.deadLetters(), (id, letter) -> told.add(letter)),
        trips.log().stretches(),
        trips.registry(),
        (name, committed, snapshot) -> trips.announced().add(snapshot.snapshotId()),
        InstantSource.system(),
        new PrintStream(OutputStream.nullOutputStream()));
  }

  private void appendUncounted() {
    AppendFiles append = table.newAppend();
    trips
        .write(List.of(trips.log().logged(0, 1, RepairedTrips.trip(1))))
        .forEach(file -> append.appendFile(trips.file(file)));
    append.commit();
  }

  private List<Long> deadOffsets() {
    trips.deadLetters().refresh();

    return TripTables.rows(trips.deadLetters()).stream()
        .map(row -> (Long) row.getField("_offset"))
        .toList();
  }
}
