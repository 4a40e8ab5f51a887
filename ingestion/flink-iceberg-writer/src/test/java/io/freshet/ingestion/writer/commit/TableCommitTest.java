package io.freshet.ingestion.writer.commit;

import static io.freshet.ingestion.writer.commit.PingCommits.NAME;
import static io.freshet.ingestion.writer.commit.PingCommits.NOON;
import static io.freshet.ingestion.writer.commit.PingCommits.NOON_RULE;
import static io.freshet.ingestion.writer.commit.PingCommits.OTHER_STREAM;
import static io.freshet.ingestion.writer.commit.PingCommits.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.samples.LyingOperations;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.JsonUtil;
import org.junit.jupiter.api.Test;

class TableCommitTest {
  private final PingCommits pings = new PingCommits();
  private final TableCommit commit = new TableCommit(InstantSource.fixed(NOON), "writer/test");

  @Test
  void showsFilesLedgerAndWatermarkTogether() {
    Snapshot snapshot = commit(0, 10).orElseThrow();

    assertThat(snapshot.summary()).containsEntry("added-records", "10");
    assertThat(snapshot.summary()).containsEntry(CommitSummary.WRITER, "writer/test");
    assertThat(pings.ledger().end(ZERO)).isEqualTo(10);
    assertThat(TableWatermark.of(pings.table().properties())).contains(NOON);
  }

  @Test
  void addsNothingWhenTheTableHoldsTheRangesAlready() {
    Snapshot first = commit(0, 10).orElseThrow();

    Snapshot again = commit(0, 10).orElseThrow();

    assertThat(again.snapshotId()).isEqualTo(first.snapshotId());
    assertThat(pings.table().currentSnapshot().snapshotId()).isEqualTo(first.snapshotId());
    assertThat(pings.ledger().total().rows()).isEqualTo(10);
  }

  @Test
  void refusesRangesThatTheTableHoldsInPart() {
    commit(0, 10);

    assertThatThrownBy(() -> commit(5, 15))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Refused to commit")
        .hasMessageContaining("OVERLAPS");
  }

  @Test
  void refusesToLeaveAGap() {
    commit(0, 10);

    assertThatThrownBy(() -> commit(12, 15)).hasMessageContaining("LEAVES_GAP");
  }

  @Test
  void refusesAJobsStateThatIsOlderThanTheTable() {
    assertThatThrownBy(() -> commit(1000, 1010))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("LEAVES_GAP");
    assertThat(pings.ledger().entries()).isEmpty();
  }

  @Test
  void keepsTheAccountOfRecordsThatBecameNoRow() {
    Range onlyDeadLetters = new Range(ZERO, 0, 0, 3, new Counts(0, 3, 0, 0), Long.MIN_VALUE);

    commit.commit(
        pings.table(),
        new TableCommittable(
            NAME.toString(),
            Set.of(pings.uuid()),
            FileSteps.none(),
            List.of(onlyDeadLetters),
            new ReceivedTimes(),
            0),
        (before, ledger, added) -> Optional.empty());

    assertThat(pings.ledger().total()).isEqualTo(new Counts(0, 3, 0, 0));
    assertThat(pings.ledger().end(ZERO)).isEqualTo(3);
  }

  /**
   * What takes rows of the same commit away has to come after them, and not in sight of readers.
   */
  @Test
  void addsStepAfterStepAtOnce() {
    TableCommittable first = pings.committable(0, 10);
    TableCommittable then = pings.committable(0, 5);
    TableCommittable both =
        new TableCommittable(
            first.table(),
            first.tableUuids(),
            first.files().then(then.files()),
            first.ranges(),
            first.received(),
            first.flushedAtMillis());
    int versions =
        ((HasTableOperations) pings.table()).operations().current().previousFiles().size();

    Snapshot last = commit.commit(pings.table(), both, NOON_RULE).orElseThrow();

    Snapshot before = pings.table().snapshot(last.parentId());
    assertThat(before.summary()).containsEntry("added-records", "10");
    assertThat(before.summary()).doesNotContainKey(CommitSummary.RANGES);
    assertThat(last.summary()).containsEntry("added-records", "5");
    assertThat(last.summary()).containsKey(CommitSummary.RANGES);
    assertThat(((HasTableOperations) pings.table()).operations().current().previousFiles())
        .hasSize(versions + 1);
    assertThat(pings.ledger().end(ZERO)).isEqualTo(10);
  }

  @Test
  void goesOverACompactionThatWasCommittedMeanwhile() {
    commit(0, 10);
    TableCommit.WatermarkRule compactingMeanwhile =
        (before, ledger, added) -> {
          DataFile old = pings.table().newScan().planFiles().iterator().next().file();
          pings.table().newRewrite().deleteFile(old).addFile(PingCommits.file(10)).commit();

          return Optional.of(NOON);
        };

    commit(10, 20, compactingMeanwhile);

    assertThat(pings.ledger().end(ZERO)).isEqualTo(20);
    assertThat(pings.table().currentSnapshot().summary()).containsEntry("total-records", "20");
  }

  @Test
  void addsNothingWhenAnotherWriterCommittedTheSameRangesMeanwhile() {
    commit(0, 10);

    commit(10, 20, meanwhile(() -> zombie(pings.committable(10, 20))));

    assertThat(pings.ledger().total().rows()).isEqualTo(20);
    assertThat(pings.table().currentSnapshot().summary())
        .containsEntry("total-records", "20")
        .containsEntry(CommitSummary.WRITER, "zombie");
  }

  @Test
  void refusesWhenAnotherWriterCommittedSomeOfTheRangesMeanwhile() {
    commit(0, 10);

    assertThatThrownBy(() -> commit(10, 20, meanwhile(() -> zombie(pings.committable(10, 15)))))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("OVERLAPS");
    assertThat(pings.table().currentSnapshot().summary()).containsEntry("total-records", "15");
  }

  @Test
  void goesOnAfterAPoolThatCommittedItsOwnStreamsMeanwhile() {
    TableProvisioner.numberSource(pings.table(), new LogSource("cluster", "orders", "topic-id"));
    commit(0, 10);

    commit(10, 20, meanwhile(() -> zombie(pings.committable(OTHER_STREAM, 0, 5))));

    assertThat(pings.ledger().end(ZERO)).isEqualTo(20);
    assertThat(pings.ledger().end(OTHER_STREAM)).isEqualTo(5);
    assertThat(pings.table().currentSnapshot().summary()).containsEntry("total-records", "25");
  }

  @Test
  void losesNoSourceThatWasNumberedMeanwhile() {
    LogSource orders = new LogSource("cluster", "orders", "topic-id");

    commit(0, 10, meanwhile(() -> TableProvisioner.numberSource(pings.table(), orders)));

    assertThat(pings.ledger().numberOf(orders)).hasValue(OTHER_STREAM.source());
    assertThat(pings.ledger().end(ZERO)).isEqualTo(10);
  }

  @Test
  void refusesFilesOfAnOldSavepointThatWereRemovedAsOrphans() {
    TableCommit fourDaysLater = later(Duration.ofDays(4));

    assertThatThrownBy(
            () -> fourDaysLater.commit(pings.table(), pings.committable(0, 10), NOON_RULE))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith(
            "Cannot commit test.raw.pings: 1 of 1 files that wait in the job's state since"
                + " 2026-03-01T12:00:00Z are gone, such as memory://raw/pings/")
        .hasMessageContaining("removed them as orphans. Start the job without its state")
        .extracting(e -> ((FreshetException) e).fault())
        .isEqualTo(Fault.CALLER);
    assertThat(pings.ledger().end(ZERO)).isZero();
  }

  @Test
  void commitsFilesOfAnOldSavepointThatAreStillThere() throws IOException {
    TableCommittable old = pings.committable(0, 10);
    DataFile file =
        (DataFile)
            JsonUtil.parse(
                old.files().all().get(0),
                node -> ContentFileParser.fromJson(node, pings.table().specs()));
    pings.table().io().newOutputFile(file.location()).create().close();

    later(Duration.ofDays(4)).commit(pings.table(), old, NOON_RULE);

    assertThat(pings.ledger().end(ZERO)).isEqualTo(10);
  }

  /** The table holds them already; what became of the files since is not the job's business. */
  @Test
  void looksForNoFilesOfWhatTheTableHolds() {
    commit(0, 10);

    later(Duration.ofDays(4)).commit(pings.table(), pings.committable(0, 10), NOON_RULE);

    assertThat(pings.ledger().total().rows()).isEqualTo(10);
  }

  @Test
  void keepsWhatWasCommittedAlthoughTheCatalogSpeaksOfAConflict() throws IOException {
    commit(0, 10);
    LyingOperations lying = LyingOperations.ofAConflict(pings.table());

    commit.commit(lying.table(NAME.toString()), pings.committable(10, 30), NOON_RULE);

    assertThat(lying.hasLied()).isTrue();
    assertThat(pings.ledger().total().rows()).isEqualTo(30);
    assertThat(pings.table().currentSnapshot().summary()).containsEntry("total-records", "30");
    try (CloseableIterable<FileScanTask> files = pings.table().newScan().planFiles()) {
      assertThat(files).hasSize(2);
    }
  }

  private Optional<Snapshot> commit(long first, long end) {
    return commit(first, end, NOON_RULE);
  }

  private Optional<Snapshot> commit(long first, long end, TableCommit.WatermarkRule rule) {
    return commit.commit(pings.table(), pings.committable(first, end), rule);
  }

  private static TableCommit later(Duration passed) {
    return new TableCommit(InstantSource.fixed(NOON.plus(passed)), "writer/test");
  }

  /** The rule is asked between reading the ledger and committing. */
  private static TableCommit.WatermarkRule meanwhile(Runnable happens) {
    AtomicBoolean happened = new AtomicBoolean();

    return (before, ledger, added) -> {
      if (happened.compareAndSet(false, true)) {
        happens.run();
      }

      return Optional.of(NOON);
    };
  }

  private void zombie(TableCommittable committable) {
    new TableCommit(InstantSource.fixed(NOON), "zombie")
        .commit(pings.table(), committable, NOON_RULE);
  }
}
