package io.freshet.ingestion.writer.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Repairs.Stretch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;

class RepairCommitTest {
  private static final List<Stretch> STRETCHES =
      List.of(new Stretch(RepairedTrips.PARTITION, 0, 10));

  private final RepairedTrips trips = new RepairedTrips();
  private final Table table = trips.table();

  @Test
  void goesOverNoCommitThatCameInBetween() {
    trips.commitRight(0, 10);
    DataFile replaced = trips.newestFile();
    long readAt = table.currentSnapshot().snapshotId();
    DataFile again = trips.file(trips.write(trips.log(0, 10)).get(0));
    AtomicBoolean isMeanwhile = new AtomicBoolean(true);

    new RepairCommit(table, "repair/1")
        .commit(
            new RepairCommit.Change(readAt, List.of(replaced), List.of(again), STRETCHES),
            ledger -> {
              if (isMeanwhile.getAndSet(false)) {
                trips.commitRight(10, 20);
              }

              return ledger.repaired(STRETCHES, Map.of());
            });

    Ledger ledger = trips.ledger();
    assertThat(ledger.end(RepairedTrips.PARTITION)).isEqualTo(20);
    assertThat(ledger.repairs().count()).isEqualTo(1);
    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 20));
  }

  @Test
  void replacesNoFileThatIsGone() {
    trips.commitRight(0, 10);
    DataFile replaced = trips.newestFile();
    long readAt = table.currentSnapshot().snapshotId();
    table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();

    assertThat(
            new RepairCommit(table, "repair/1")
                .commit(
                    new RepairCommit.Change(readAt, List.of(replaced), List.of(), STRETCHES),
                    ledger -> ledger))
        .isEmpty();
    assertThat(trips.ledger().repairs().count()).isZero();
  }

  /** Two repairs of rows that are gone: the second would double what the first has brought back. */
  @Test
  void goesOverNoRepairThatCameSinceTheTableWasRead() {
    trips.commitRight(0, 10);
    table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    long readAt = table.currentSnapshot().snapshotId();
    DataFile again = trips.file(trips.write(trips.log(0, 10)).get(0));
    RepairCommit.Change change =
        new RepairCommit.Change(readAt, List.of(), List.of(again), STRETCHES);
    assertThat(new RepairCommit(table, "repair/1").commit(change, this::noted)).isPresent();

    assertThat(new RepairCommit(table, "repair/2").commit(change, this::noted)).isEmpty();
    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 10));
  }

  private Ledger noted(Ledger ledger) {
    return ledger.repaired(STRETCHES, Map.of());
  }
}
