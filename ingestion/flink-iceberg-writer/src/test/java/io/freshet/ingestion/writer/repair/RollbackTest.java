package io.freshet.ingestion.writer.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;

class RollbackTest {
  private final RepairedTrips trips = new RepairedTrips();
  private final Table table = trips.table();

  @Test
  void readsAgainWhatHasComeSinceAnEarlierState() {
    trips.commitRight(0, 10);
    long sound = newest();
    trips.commitWrong(10, 20);
    trips.commitWrong(20, 30);

    RepairReceipt receipt = rollBackTo(Long.toString(sound));

    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 30));
    assertThat(receipt.held()).isEqualTo(20);
    assertThat(receipt.written()).isEqualTo(20);
    assertThat(trips.entry().end()).isEqualTo(30);
    assertThat(trips.entry().counts().values()).contains(trips.sumOfRows());
  }

  @Test
  void undoesWhatOthersHaveDoneToRowsOfBefore() {
    trips.commitRight(0, 10);
    long sound = newest();
    table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    trips.commitRight(10, 20);

    rollBackTo(Long.toString(sound));

    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 20));
    assertThat(trips.entry().counts().values()).contains(trips.sumOfRows());
  }

  @Test
  void leavesWhatTheWriterCommitsMeanwhile() {
    trips.commitRight(0, 10);
    long sound = newest();
    trips.commitWrong(10, 20);
    Repair repair = trips.repair();
    RepairPlan plan = repair.planRollback(EarlierState.parse(Long.toString(sound)));
    trips.commitRight(20, 30);

    repair.run(plan);

    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 30));
    assertThat(trips.entry().end()).isEqualTo(30);
    assertThat(trips.entry().counts().values()).contains(trips.sumOfRows());
  }

  @Test
  void refusesToGoBehindARepair() {
    trips.commitRight(0, 10);
    long sound = newest();
    trips.commitWrong(10, 20);
    trips.repair(0, 10, 19);
    long repaired = newest();

    assertThatThrownBy(() -> rollBackTo(Long.toString(sound)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("it was repaired since; roll it back to snapshot " + repaired);
  }

  @Test
  void refusesWhatRetentionHasTakenFromTheLog() {
    trips.commitRight(0, 10);
    long sound = newest();
    trips.commitWrong(10, 20);
    trips.log().deleteBefore(0, 15);

    assertThatThrownBy(() -> rollBackTo(Long.toString(sound)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("retention has left offsets from 15 on");
  }

  @Test
  void knowsNoStateThatTheTableNeverHad() {
    trips.commitRight(0, 10);

    assertThatThrownBy(() -> rollBackTo("12"))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("has no state of 12 any more, or never had; the oldest that is kept");
    assertThatThrownBy(() -> rollBackTo("yesterday"))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("write a snapshot's id, or a time");
  }

  @Test
  void changesNothingWhereNothingHasComeSince() {
    trips.commitRight(0, 10);
    long snapshot = newest();

    RepairReceipt receipt = rollBackTo(Long.toString(snapshot));

    assertThat(receipt.snapshot()).isEqualTo(Optional.empty());
    assertThat(newest()).isEqualTo(snapshot);
  }

  private RepairReceipt rollBackTo(String state) {
    Repair repair = trips.repair();

    return repair.run(repair.planRollback(EarlierState.parse(state)));
  }

  private long newest() {
    table.refresh();

    return table.currentSnapshot().snapshotId();
  }
}
