package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.tracing.TraceContext;
import io.freshet.core.tracing.Tracing;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.testing.collector.ReceivedSpan;
import io.freshet.testing.collector.RunningCollector;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.JsonUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableCommitTest {
  private static final TableIdentifier NAME = TableIdentifier.of("raw", "pings");
  private static final Position ZERO = new Position(1, 0);
  private static final Position OTHER_STREAM = new Position(2, 0);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final TableCommit.WatermarkRule NOON_RULE =
      (before, ledger, added) -> Optional.of(NOON);

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final TableCommit commit = new TableCommit(InstantSource.fixed(NOON), "writer/test");
  private Table table;

  @BeforeEach
  void createTable() {
    catalog.initialize("test", Map.of());
    catalog.createNamespace(Namespace.of("raw"));
    table =
        catalog.createTable(
            NAME, new Schema(Types.NestedField.required(1, "id", Types.LongType.get())));
    TableProvisioner.numberSource(table, new LogSource("cluster", "pings", "topic-id"));
  }

  @Test
  void showsFilesLedgerAndWatermarkTogether() {
    Snapshot snapshot = commit.commit(table, committable(0, 10), NOON_RULE).orElseThrow();

    assertThat(snapshot.summary()).containsEntry("added-records", "10");
    assertThat(snapshot.summary()).containsEntry(CommitSummary.WRITER, "writer/test");
    assertThat(ledger().end(ZERO)).isEqualTo(10);
    assertThat(TableWatermark.of(fresh().properties())).contains(NOON);
  }

  @Test
  void recordsACommitInEachTraceThatItIsAbout() throws IOException {
    TraceContext first = new TraceContext("a".repeat(32), "1".repeat(16), true);
    TraceContext second = new TraceContext("b".repeat(32), "2".repeat(16), true);
    TableCommittable traced =
        traced(
            committable(0, 10),
            new TracedEvent(first, 0, 3, NOON.minusSeconds(5)),
            new TracedEvent(second, 0, 4, NOON.plusSeconds(5)));
    try (RunningCollector collector = RunningCollector.start();
        Tracing tracing = Tracing.open(new TracingSettings(collector.url(), 0), "writer")) {
      Snapshot snapshot =
          new TableCommit(InstantSource.fixed(NOON), "writer/test", tracing)
              .commit(table, traced, NOON_RULE)
              .orElseThrow();
      tracing.flush();

      ReceivedSpan commit = collector.await("commit raw.pings");
      assertThat(commit.links())
          .containsExactly(
              new ReceivedSpan.Link(first.traceId(), first.spanId()),
              new ReceivedSpan.Link(second.traceId(), second.spanId()));
      assertThat(commit.attributes())
          .containsEntry("freshet.table", "raw.pings")
          .containsEntry("freshet.rows", "10")
          .containsEntry("freshet.snapshot_id", Long.toString(snapshot.snapshotId()));
      ReceivedSpan wait =
          collector.await("into raw.pings", span -> span.traceId().equals(first.traceId()));
      assertThat(wait.parentId()).isEqualTo(first.spanId());
      assertThat(wait.start()).isEqualTo(NOON.minusSeconds(5));
      assertThat(wait.end()).isEqualTo(NOON);
      assertThat(wait.links())
          .containsExactly(new ReceivedSpan.Link(commit.traceId(), commit.id()));
      assertThat(wait.attributes()).containsEntry("messaging.kafka.offset", "3");
      ReceivedSpan ahead =
          collector.await("into raw.pings", span -> span.traceId().equals(second.traceId()));
      assertThat(ahead.end()).isEqualTo(ahead.start());
    }
  }

  @Test
  void recordsACommitThatFails() throws IOException {
    TraceContext context = new TraceContext("a".repeat(32), "1".repeat(16), true);
    TableCommittable gap = traced(committable(1000, 1010), new TracedEvent(context, 0, 1000, NOON));
    try (RunningCollector collector = RunningCollector.start();
        Tracing tracing = Tracing.open(new TracingSettings(collector.url(), 0), "writer")) {
      TableCommit traced = new TableCommit(InstantSource.fixed(NOON), "writer/test", tracing);

      assertThatThrownBy(() -> traced.commit(table, gap, NOON_RULE))
          .isInstanceOf(FreshetException.class);
      tracing.flush();

      assertThat(collector.await("commit raw.pings").isFailed()).isTrue();
      assertThat(collector.spans()).hasSize(1);
    }
  }

  @Test
  void tellsOfABoundedNumberOfTraces() {
    TracedEvent event =
        new TracedEvent(new TraceContext("a".repeat(32), "1".repeat(16), true), 0, 3, NOON);
    TracedEvent[] many = Collections.nCopies(TracedEvents.MOST, event).toArray(TracedEvent[]::new);

    TableCommittable merged =
        traced(committable(0, 10), many).and(traced(committable(OTHER_STREAM, 0, 5), many));

    assertThat(merged.traced()).hasSize(TracedEvents.MOST);
  }

  @Test
  void addsNothingWhenTheTableHoldsTheRangesAlready() {
    Snapshot first = commit.commit(table, committable(0, 10), NOON_RULE).orElseThrow();

    Snapshot again = commit.commit(fresh(), committable(0, 10), NOON_RULE).orElseThrow();

    assertThat(again.snapshotId()).isEqualTo(first.snapshotId());
    assertThat(fresh().currentSnapshot().snapshotId()).isEqualTo(first.snapshotId());
    assertThat(ledger().total().rows()).isEqualTo(10);
  }

  @Test
  void refusesRangesThatTheTableHoldsInPart() {
    commit.commit(table, committable(0, 10), NOON_RULE);

    assertThatThrownBy(() -> commit.commit(fresh(), committable(5, 15), NOON_RULE))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Refused to commit")
        .hasMessageContaining("OVERLAPS");
  }

  @Test
  void refusesToLeaveAGap() {
    commit.commit(table, committable(0, 10), NOON_RULE);

    assertThatThrownBy(() -> commit.commit(fresh(), committable(12, 15), NOON_RULE))
        .hasMessageContaining("LEAVES_GAP");
  }

  @Test
  void refusesAJobsStateThatIsOlderThanTheTable() {
    assertThatThrownBy(() -> commit.commit(table, committable(1000, 1010), NOON_RULE))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("LEAVES_GAP");
    assertThat(ledger().entries()).isEmpty();
  }

  @Test
  void keepsTheAccountOfRecordsThatBecameNoRow() {
    Range onlyDeadLetters = new Range(ZERO, 0, 0, 3, new Counts(0, 3, 0, 0), Long.MIN_VALUE);

    commit.commit(
        table,
        new TableCommittable(
            NAME.toString(),
            Set.of(uuid()),
            FileSteps.none(),
            List.of(onlyDeadLetters),
            new ReceivedTimes(),
            0),
        (before, ledger, added) -> Optional.empty());

    assertThat(ledger().total()).isEqualTo(new Counts(0, 3, 0, 0));
    assertThat(ledger().end(ZERO)).isEqualTo(3);
  }

  /**
   * What takes rows of the same commit away has to come after them, and not in sight of readers.
   */
  @Test
  void addsStepAfterStepAtOnce() {
    TableCommittable first = committable(0, 10);
    TableCommittable then = committable(0, 5);
    TableCommittable both =
        new TableCommittable(
            first.table(),
            first.tableUuids(),
            first.files().then(then.files()),
            first.ranges(),
            first.received(),
            first.flushedAtMillis());
    int versions = ((HasTableOperations) fresh()).operations().current().previousFiles().size();

    Snapshot last = commit.commit(table, both, NOON_RULE).orElseThrow();

    Snapshot before = fresh().snapshot(last.parentId());
    assertThat(before.summary()).containsEntry("added-records", "10");
    assertThat(before.summary()).doesNotContainKey(CommitSummary.RANGES);
    assertThat(last.summary()).containsEntry("added-records", "5");
    assertThat(last.summary()).containsKey(CommitSummary.RANGES);
    assertThat(((HasTableOperations) fresh()).operations().current().previousFiles())
        .hasSize(versions + 1);
    assertThat(ledger().end(ZERO)).isEqualTo(10);
  }

  @Test
  void goesOverACompactionThatWasCommittedMeanwhile() {
    commit.commit(table, committable(0, 10), NOON_RULE);
    TableCommit.WatermarkRule compactingMeanwhile =
        (before, ledger, added) -> {
          DataFile old = fresh().newScan().planFiles().iterator().next().file();
          fresh().newRewrite().deleteFile(old).addFile(file(10)).commit();

          return Optional.of(NOON);
        };

    commit.commit(fresh(), committable(10, 20), compactingMeanwhile);

    assertThat(ledger().end(ZERO)).isEqualTo(20);
    assertThat(fresh().currentSnapshot().summary()).containsEntry("total-records", "20");
  }

  @Test
  void addsNothingWhenAnotherWriterCommittedTheSameRangesMeanwhile() {
    commit.commit(table, committable(0, 10), NOON_RULE);

    commit.commit(fresh(), committable(10, 20), meanwhile(() -> zombie(committable(10, 20))));

    assertThat(ledger().total().rows()).isEqualTo(20);
    assertThat(fresh().currentSnapshot().summary())
        .containsEntry("total-records", "20")
        .containsEntry(CommitSummary.WRITER, "zombie");
  }

  @Test
  void refusesWhenAnotherWriterCommittedSomeOfTheRangesMeanwhile() {
    commit.commit(table, committable(0, 10), NOON_RULE);

    assertThatThrownBy(
            () ->
                commit.commit(
                    fresh(), committable(10, 20), meanwhile(() -> zombie(committable(10, 15)))))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("OVERLAPS");
    assertThat(fresh().currentSnapshot().summary()).containsEntry("total-records", "15");
  }

  @Test
  void goesOnAfterAPoolThatCommittedItsOwnStreamsMeanwhile() {
    TableProvisioner.numberSource(table, new LogSource("cluster", "orders", "topic-id"));
    commit.commit(table, committable(0, 10), NOON_RULE);

    commit.commit(
        fresh(), committable(10, 20), meanwhile(() -> zombie(committable(OTHER_STREAM, 0, 5))));

    assertThat(ledger().end(ZERO)).isEqualTo(20);
    assertThat(ledger().end(OTHER_STREAM)).isEqualTo(5);
    assertThat(fresh().currentSnapshot().summary()).containsEntry("total-records", "25");
  }

  @Test
  void losesNoSourceThatWasNumberedMeanwhile() {
    LogSource orders = new LogSource("cluster", "orders", "topic-id");

    commit.commit(
        table, committable(0, 10), meanwhile(() -> TableProvisioner.numberSource(fresh(), orders)));

    assertThat(ledger().numberOf(orders)).hasValue(OTHER_STREAM.source());
    assertThat(ledger().end(ZERO)).isEqualTo(10);
  }

  @Test
  void refusesFilesOfAnOldSavepointThatWereRemovedAsOrphans() {
    TableCommit fourDaysLater = later(Duration.ofDays(4));

    assertThatThrownBy(() -> fourDaysLater.commit(table, committable(0, 10), NOON_RULE))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith(
            "Cannot commit test.raw.pings: 1 of 1 files that wait in the job's state since"
                + " 2026-03-01T12:00:00Z are gone, such as memory://raw/pings/")
        .hasMessageContaining("removed them as orphans. Start the job without its state")
        .extracting(e -> ((FreshetException) e).fault())
        .isEqualTo(Fault.CALLER);
    assertThat(ledger().end(ZERO)).isZero();
  }

  @Test
  void commitsFilesOfAnOldSavepointThatAreStillThere() throws IOException {
    TableCommittable old = committable(0, 10);
    DataFile file =
        (DataFile)
            JsonUtil.parse(
                old.files().all().get(0), node -> ContentFileParser.fromJson(node, table.specs()));
    table.io().newOutputFile(file.location()).create().close();

    later(Duration.ofDays(4)).commit(table, old, NOON_RULE);

    assertThat(ledger().end(ZERO)).isEqualTo(10);
  }

  /** The table holds them already; what became of the files since is not the job's business. */
  @Test
  void looksForNoFilesOfWhatTheTableHolds() {
    commit.commit(table, committable(0, 10), NOON_RULE);

    later(Duration.ofDays(4)).commit(fresh(), committable(0, 10), NOON_RULE);

    assertThat(ledger().total().rows()).isEqualTo(10);
  }

  @Test
  void keepsWhatWasCommittedAlthoughTheCatalogSpeaksOfAConflict() throws IOException {
    commit.commit(table, committable(0, 10), NOON_RULE);
    LyingOperations lying = new LyingOperations(((HasTableOperations) fresh()).operations());

    commit.commit(new BaseTable(lying, NAME.toString()), committable(10, 30), NOON_RULE);

    assertThat(lying.hasLied()).isTrue();
    assertThat(ledger().total().rows()).isEqualTo(30);
    assertThat(fresh().currentSnapshot().summary()).containsEntry("total-records", "30");
    try (CloseableIterable<FileScanTask> files = fresh().newScan().planFiles()) {
      assertThat(files).hasSize(2);
    }
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
    new TableCommit(InstantSource.fixed(NOON), "zombie").commit(fresh(), committable, NOON_RULE);
  }

  private String uuid() {
    return table.uuid().toString();
  }

  private Table fresh() {
    return catalog.loadTable(NAME);
  }

  private Ledger ledger() {
    return Ledger.of(fresh().properties());
  }

  private TableCommittable committable(long first, long end) {
    return committable(ZERO, first, end);
  }

  private TableCommittable committable(Position position, long first, long end) {
    DataFile file = file(end - first);

    return new TableCommittable(
        NAME.toString(),
        Set.of(uuid()),
        FileSteps.of(List.of(ContentFileParser.toJson(file, PartitionSpec.unpartitioned()))),
        List.of(new Range(position, first, first, end, new Counts(end - first, 0, 0, 0), 1)),
        new ReceivedTimes(),
        NOON.toEpochMilli());
  }

  private static TableCommittable traced(TableCommittable committable, TracedEvent... events) {
    return new TableCommittable(
        committable.table(),
        committable.tableUuids(),
        committable.files(),
        committable.ranges(),
        committable.received(),
        committable.flushedAtMillis(),
        List.of(events));
  }

  private static DataFile file(long records) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath("memory://raw/pings/" + java.util.UUID.randomUUID() + ".parquet")
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(100)
        .withRecordCount(records)
        .build();
  }
}
