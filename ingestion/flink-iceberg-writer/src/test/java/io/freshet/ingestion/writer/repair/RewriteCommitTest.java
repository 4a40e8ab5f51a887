package io.freshet.ingestion.writer.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.ingestion.writer.rewrite.RewriteCommit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;

class RewriteCommitTest {
  private static final List<Stretch> STRETCHES =
      List.of(new Stretch(RepairedTrips.PARTITION, 0, 10));

  private static final Map<String, String> SUMMARY =
      Map.of(CommitSummary.REPAIRED, LedgerCodec.writeStretches(STRETCHES));

  private final RepairedTrips trips = new RepairedTrips();
  private final Table table = trips.table();

  @Test
  void goesOverNoCommitThatCameInBetween() {
    trips.commitRight(0, 10);
    DataFile replaced = trips.newestFile();
    long readAt = table.currentSnapshot().snapshotId();
    DataFile again = trips.file(trips.write(trips.log(0, 10)).get(0));
    AtomicBoolean isMeanwhile = new AtomicBoolean(true);

    new RewriteCommit(table, "repair/1")
        .commit(
            new RewriteCommit.Change(readAt, List.of(replaced), List.of(again), SUMMARY),
            properties -> {
              if (isMeanwhile.getAndSet(false)) {
                trips.commitRight(10, 20);
              }

              return noted(properties);
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
            new RewriteCommit(table, "repair/1")
                .commit(
                    new RewriteCommit.Change(readAt, List.of(replaced), List.of(), SUMMARY),
                    properties -> Map.of()))
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
    RewriteCommit.Change change =
        new RewriteCommit.Change(readAt, List.of(), List.of(again), SUMMARY);
    assertThat(new RewriteCommit(table, "repair/1").commit(change, this::noted)).isPresent();

    assertThat(new RewriteCommit(table, "repair/2").commit(change, this::noted)).isEmpty();
    assertThat(trips.trips()).isEqualTo(RepairedTrips.right(0, 10));
  }

  private Map<String, String> noted(Map<String, String> properties) {
    return Map.of(Ledger.PROPERTY, Ledger.of(properties).repaired(STRETCHES, Map.of()).toJson());
  }
}
