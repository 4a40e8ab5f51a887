package io.freshet.maintenance.retention;

import static io.freshet.maintenance.retention.PingStream.POSITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.RetainedSince;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.maintenance.plan.Step;
import io.freshet.testing.samples.LyingOperations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;

/** Three old days of ten rows each, and a younger one. */
class RowExpiryTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-01-05");
  private static final Instant BEFORE = Instant.parse("2026-01-08T06:00:00Z");
  private static final LogBegins GONE = ledger -> Map.of();
  private static final LogBegins KEPT = ledger -> Map.of(POSITION, 0L);
  private static final int ROOM_FOR_TWO_DAYS = 25;

  // The youngest first: what is oldest does not go by when it was written.
  private final PingStream pings =
      new PingStream()
          .day(FIRST.plusDays(10), 10)
          .day(FIRST.plusDays(2), 10)
          .day(FIRST.plusDays(1), 10)
          .day(FIRST, 10);

  @Test
  void goesOnceThoughTheCatalogSpeaksOfAConflictWithItself() throws IOException {
    goesOnce(LyingOperations.ofAConflict(pings.table()));
  }

  @Test
  void goesOnceThoughTheAnswerIsLost() throws IOException {
    goesOnce(LyingOperations.ofALostAnswer(pings.table()));
  }

  private void goesOnce(LyingOperations lying) throws IOException {
    Table table = lying.table("lake.raw.dasher_pings");

    RowExpiry.Expired expired = expiry(GONE, 0).run(table, step());

    assertThat(lying.hasLied()).isTrue();
    assertThat(expired.waiting()).isEmpty();
    assertThat(expired.figures())
        .containsEntry("rows_expired", 30L)
        .containsEntry("partitions_expired", 3L);
    assertThat(pings.ledger().erased(POSITION))
        .isEqualTo(ErasedRows.expired(30, LongStream.empty()));
    Table now = pings.table();
    assertThat(now.snapshots())
        .filteredOn(snapshot -> snapshot.summary().containsKey(CommitSummary.EXPIRED))
        .hasSize(1);
    try (CloseableIterable<FileScanTask> files = now.newScan().planFiles()) {
      assertThat(files).as("its manifests are still there").hasSize(1);
    }
  }

  @Test
  void letsTheOldestGoWhereTheLedgerCanNotNameAll() {
    RowExpiry.Expired expired = expiry(KEPT, ROOM_FOR_TWO_DAYS).run(pings.table(), step());

    assertThat(expired.figures())
        .containsEntry("partitions_expired", 2L)
        .containsEntry("rows_expired", 20L)
        .containsEntry("rows_named", 20L);
    assertThat(expired.waiting())
        .contains(
            "1 of 3 partitions wait, from event_time_day=2026-01-07 on: Kafka still holds the"
                + " records of 10 of its rows, and the ledger can name 5 more; they go once Kafka"
                + " has let them go");
    // Offsets 0 to 9 are the young day's, 10 to 19 the third's.
    assertThat(pings.ledger().erased(POSITION).named())
        .containsExactly(LongStream.range(20, 40).boxed().toArray(Long[]::new));
    assertThat(RetainedSince.of(pings.table().properties()))
        .contains(Instant.parse("2026-01-07T00:00:00Z"));
  }

  @Test
  void countsWhatTheLedgerNamesAlready() {
    expiry(KEPT, ROOM_FOR_TWO_DAYS).run(pings.table(), step());
    long snapshot = pings.table().currentSnapshot().snapshotId();

    RowExpiry.Expired again = expiry(KEPT, ROOM_FOR_TWO_DAYS).run(pings.table(), step());

    assertThat(again.figures()).containsEntry("partitions_expired", 0L);
    assertThat(again.waiting()).isPresent();
    assertThat(pings.table().currentSnapshot().snapshotId()).isEqualTo(snapshot);
  }

  @Test
  void letsTheRestGoOnceKafkaHas() {
    expiry(KEPT, ROOM_FOR_TWO_DAYS).run(pings.table(), step());

    RowExpiry.Expired rest =
        expiry(ledger -> Map.of(POSITION, 30L), ROOM_FOR_TWO_DAYS).run(pings.table(), step());

    assertThat(rest.waiting()).isEmpty();
    assertThat(rest.figures()).containsEntry("rows_expired", 10L).containsEntry("rows_named", 0L);
    assertThat(pings.ledger().erased(POSITION))
        .isEqualTo(ErasedRows.expired(30, LongStream.range(30, 40)));
  }

  @Test
  void takesNothingAwayWhereNobodyKnowsWhatTheLogHas() {
    long snapshot = pings.table().currentSnapshot().snapshotId();
    LogBegins unknown =
        ledger -> {
          throw new FreshetException(Fault.CALLER, "another Kafka's");
        };

    assertThatThrownBy(() -> expiry(unknown, 100).run(pings.table(), step()))
        .hasMessage("another Kafka's");
    assertThat(pings.table().currentSnapshot().snapshotId()).isEqualTo(snapshot);
  }

  private static RowExpiry expiry(LogBegins log, long mostNamed) {
    return new RowExpiry("maintenance/row_expiry", log, mostNamed, () -> false);
  }

  private Step.RowExpiry step() {
    return new Step.RowExpiry(
        Duration.ofDays(30), BEFORE, OldRowsReader.read(pings.table()).orElseThrow().parts());
  }
}
