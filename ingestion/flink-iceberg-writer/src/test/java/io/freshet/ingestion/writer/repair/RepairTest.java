package io.freshet.ingestion.writer.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RepairTest {
  private final RepairedTrips trips = new RepairedTrips();
  private final Table table = trips.table();

  @Test
  void writesAnewWhatABadDeployHasWritten() {
    trips.commitRight(0, 10);
    trips.commitWrong(10, 20);
    trips.commitRight(20, 30);
    Ledger before = trips.ledger();

    RepairReceipt receipt = trips.repair(0, 10, 19);

    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 30));
    assertThat(receipt.held()).isEqualTo(10);
    assertThat(receipt.written()).isEqualTo(10);
    assertThat(trips.entry().counts().values()).contains(trips.sumOfRows());
    assertThat(trips.entry().end()).isEqualTo(30);
    assertThat(trips.entry().counts().rows()).isEqualTo(before.total().rows());
    assertThat(trips.ledger().repairs().count()).isEqualTo(1);
    assertThat(trips.ledger().repairs().stretches())
        .containsExactly(new Stretch(RepairedTrips.PARTITION, 10, 20));
  }

  @Test
  void saysItsStretchesInTheSnapshotAndAnnouncesIt() {
    trips.commitWrong(0, 10);

    RepairReceipt receipt = trips.repair(0, 0, 9);

    table.refresh();
    assertThat(receipt.snapshot()).contains(table.currentSnapshot().snapshotId());
    assertThat(trips.announced()).containsExactly(table.currentSnapshot().snapshotId());
    assertThat(table.currentSnapshot().summary().get(CommitSummary.REPAIRED))
        .isEqualTo(
            LedgerCodec.writeStretches(List.of(new Stretch(RepairedTrips.PARTITION, 0, 10))));
  }

  @Test
  void writesAPartOfACommitAnewWhereThePartitionAgreesWithItsLedger() {
    trips.commitRight(0, 10);
    trips.commitWrong(10, 20);

    trips.repair(0, 12, 14);

    assertThat(trips.trips().subList(12, 15)).isEqualTo(RepairedTrips.right(12, 15));
    assertThat(trips.trips().get(11)).isGreaterThan(RepairedTrips.WRONG);
    assertThat(trips.entry().counts().values()).contains(trips.sumOfRows());
  }

  @Test
  void leavesTheLedgersSumWhereRowsComeBackThatSomebodyHasTakenAway() {
    trips.commitRight(0, 10);
    table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    Ledger.Entry before = trips.entry();

    RepairReceipt receipt = trips.repair(0, 0, 9);

    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 10));
    assertThat(receipt.held()).isZero();
    assertThat(trips.entry()).isEqualTo(before);
  }

  @Test
  void takesAwayRowsThatAreThereTwice() {
    trips.commitRight(0, 10);
    Ledger.Entry before = trips.entry();
    List<DataFile> again = trips.write(trips.log(0, 10)).stream().map(trips::file).toList();
    AppendFiles twice = table.newAppend();
    again.forEach(twice::appendFile);
    twice.commit();

    RepairReceipt receipt = trips.repair(0, 0, 9);

    assertThat(receipt.held()).isEqualTo(20);
    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 10));
    assertThat(trips.entry()).isEqualTo(before);
  }

  @Test
  void refusesAPartOfACommitWhereMoreOfThePartitionIsWrong() {
    trips.commitRight(0, 10);
    trips.commitRight(10, 20);
    DataFile second = trips.newestFile();
    table.newDelete().deleteFile(second).commit();
    AppendFiles altered = table.newAppend();
    trips.write(trips.wrong(10, 20)).stream().map(trips::file).forEach(altered::appendFile);
    altered.commit();
    long snapshot = table.currentSnapshot().snapshotId();

    assertThatThrownBy(() -> trips.repair(0, 12, 14))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Repair whole commits, which are 10-19");
    table.refresh();
    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(snapshot);

    trips.repair(0, 10, 19);
    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 20));
    assertThat(trips.entry().counts().values()).contains(trips.sumOfRows());
  }

  @Test
  void changesNothingWhereTheTableHoldsWhatTheLogSays() {
    trips.commitRight(0, 10);
    long snapshot = table.currentSnapshot().snapshotId();

    RepairReceipt receipt = trips.repair(0, 0, 9);

    table.refresh();
    assertThat(receipt.snapshot()).isEmpty();
    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(snapshot);
    assertThat(trips.ledger().repairs().count()).isZero();
    assertThat(trips.announced()).isEmpty();
  }

  @Test
  void leavesDeadLettersWhatTheyAre() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(trips.wrong(0, 3));
    trips.log(0, 3);
    records.add(trips.log().addBroken(0, 3));
    trips.commit(records);

    RepairReceipt receipt = trips.repair(0, 0, 3);

    assertThat(receipt.records()).isEqualTo(4);
    assertThat(receipt.deadLetters()).isEqualTo(1);
    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 3));
  }

  @Test
  void refusesToTakeAwayARowThatItCannotWriteAnew() {
    trips.commit(trips.wrong(0, 3));
    trips.log().add(0, 0, RepairedTrips.trip(RepairedTrips.FIRST_TRIP));
    trips.log().addBroken(0, 1);
    trips.log().add(0, 2, RepairedTrips.trip(RepairedTrips.FIRST_TRIP + 2));
    long snapshot = table.currentSnapshot().snapshotId();

    assertThatThrownBy(() -> trips.repair(0, 0, 2))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("1 records in these stretches would be refused")
        .hasMessageContaining("0:1 not_wire_format");
    table.refresh();
    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(snapshot);
  }

  @Test
  void refusesWhatCannotBeReadAgainWithEveryReason() {
    trips.commitRight(0, 10);
    trips.log().deleteBefore(0, 4);

    assertThatThrownBy(() -> trips.repair().plan(OffsetRange.parseAll("0:2-5,0:8-12,1:0-3")))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("retention has left offsets from 4 on; what came before, from 2 on")
        .hasMessageContaining("it has read offsets 0 to 9, and not 8 to 12")
        .hasMessageContaining("it has read nothing of partition 1");
  }
}
