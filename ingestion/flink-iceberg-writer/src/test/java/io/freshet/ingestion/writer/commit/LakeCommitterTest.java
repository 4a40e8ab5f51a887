package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class LakeCommitterTest {
  private static final CommitTarget TRIPS =
      new CommitTarget(
          "raw.trips", Duration.ZERO, new LogSource("cluster", "trips", "topic-id"), List.of());
  private static final CommitTarget MEALS =
      new CommitTarget(
          "raw.meals", Duration.ZERO, new LogSource("cluster", "meals", "topic-id"), List.of());
  private static final CommitTarget DEAD_LETTERS = CommitTarget.deadLetters("raw.dead_letters");

  @Test
  void refusesAPendingCommittableOfAStreamThatThePoolLeavesOut() throws Exception {
    try (LakeCommitter committer = committer()) {
      assertThatThrownBy(
              () -> committer.commit(List.of(pending("raw.trips"), pending("raw.meals"))))
          .isInstanceOf(FreshetException.class)
          .hasMessage(
              "The job's state holds files of raw.meals, which writer.streams leaves out; name it"
                  + " there, or start the job without its state: it then goes on from the tables'"
                  + " ledgers")
          .satisfies(e -> assertThat(((FreshetException) e).fault()).isEqualTo(Fault.CALLER));
    }
  }

  /** As when the one before was stopped between a commit and its announcement. */
  @Test
  void announcesTheNewestCommitAgainWhoeverMadeIt() throws Exception {
    InMemoryCatalog catalog = new InMemoryCatalog();
    Table table = deadLettersIn(catalog);
    String uuid = table.uuid().toString();
    List<Long> announced = new ArrayList<>();
    try (LakeCommitter unheard = committer(catalog, (name, committed, snapshot) -> {})) {
      unheard.commit(List.of(refused(uuid, 0)));
    }

    try (LakeCommitter next =
        committer(catalog, (name, committed, snapshot) -> announced.add(snapshot.snapshotId()))) {
      next.commit(List.of(refused(uuid, 1)));
      next.commit(List.of(refused(uuid, 2)));
    }

    assertThat(announced).containsExactlyElementsOf(commits(table)).hasSize(3);
  }

  /** Snapshots in their order, without those that no committer has made. */
  private static List<Long> commits(Table table) {
    table.refresh();

    return StreamSupport.stream(table.snapshots().spliterator(), false)
        .filter(snapshot -> snapshot.summary().containsKey(CommitSummary.RANGES))
        .map(Snapshot::snapshotId)
        .toList();
  }

  /** As after a restart, when several checkpoints wait for their commits. */
  @Test
  void makesAllCommitsOfATableInTheirOrder() throws Exception {
    InMemoryCatalog catalog = new InMemoryCatalog();
    Table table = deadLettersIn(catalog);
    String uuid = table.uuid().toString();
    List<Long> announced = new ArrayList<>();

    try (LakeCommitter committer =
        committer(catalog, (name, committed, snapshot) -> announced.add(snapshot.snapshotId()))) {
      committer.commit(List.of(refused(uuid, 0), refused(uuid, 1), refused(uuid, 2)));
    }

    assertThat(announced).containsExactlyElementsOf(commits(table)).hasSize(3);
    assertThat(Ledger.of(table.properties()).end(new Position(1, 0))).isEqualTo(3);
  }

  @Test
  void makesNoMoreCommitsOfATableAfterAFatalFailure() throws Exception {
    InMemoryCatalog catalog = new InMemoryCatalog();
    String uuid = deadLettersIn(catalog).uuid().toString();
    List<String> announced = new ArrayList<>();

    try (LakeCommitter committer =
        committer(catalog, (name, committed, snapshot) -> announced.add(name))) {
      assertThatThrownBy(
              () ->
                  committer.commit(
                      List.of(refused(uuid, 0), refused("of another table", 1), refused(uuid, 1))))
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("dropped and created again since its files were written");
    }

    assertThat(announced).containsExactly("raw.dead_letters");
  }

  /** One that is passed over in silence would count as made. */
  @Test
  void givesUpEveryCommitOfATableThatIsGone() throws Exception {
    Pending first = pending("raw.trips");
    Pending second = pending("raw.trips");
    InMemoryCatalog catalog = new InMemoryCatalog();
    deadLettersIn(catalog);

    try (LakeCommitter committer = committer(catalog, (name, committed, snapshot) -> {})) {
      committer.commit(List.of(first, second));
    }

    assertThat(first.givenUp()).hasSize(1);
    assertThat(second.givenUp()).hasSize(1);
  }

  /** Its table was dropped; the dead letters', which is everybody's, is there. */
  @Test
  void givesUpTheCommitOfATableThatIsGoneAndMakesTheOthers() throws Exception {
    InMemoryCatalog catalog = new InMemoryCatalog();
    Table deadLetters = deadLettersIn(catalog);
    List<String> announced = new ArrayList<>();
    Pending ofTrips = pending("raw.trips");

    try (LakeCommitter committer =
        committer(catalog, (name, committed, snapshot) -> announced.add(name))) {
      committer.commit(List.of(ofTrips, refused(deadLetters.uuid().toString(), 0)));
    }

    assertThat(announced).containsExactly("raw.dead_letters");
    assertThat(ofTrips.givenUp())
        .singleElement()
        .satisfies(
            reason ->
                assertThat(reason)
                    .hasMessage("Table raw.trips does not exist; run: freshet contract apply"));
  }

  @Test
  void failsWhenTheDeadLettersCannotBeCommitted() throws Exception {
    InMemoryCatalog catalog = new InMemoryCatalog();
    deadLettersIn(catalog);

    try (LakeCommitter committer = committer(catalog, (name, committed, snapshot) -> {})) {
      assertThatThrownBy(() -> committer.commit(List.of(refused("of another table", 0))))
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("dropped and created again since its files were written");
    }
  }

  private static Table deadLettersIn(InMemoryCatalog catalog) {
    catalog.initialize("test", Map.of());
    catalog.createNamespace(Namespace.of("raw"));
    Table table =
        catalog.createTable(
            TableIdentifier.parse(DEAD_LETTERS.table()),
            new Schema(Types.NestedField.required(1, "id", Types.LongType.get())));
    TableProvisioner.numberSource(table, new LogSource("cluster", "trips", "topic-id"));

    return table;
  }

  /** Else its rows would count dead letters that nobody has. */
  @Test
  void touchesNoOtherTableWhereTheDeadLettersFail() throws Exception {
    Set<String> loaded = ConcurrentHashMap.newKeySet();
    InMemoryCatalog catalog =
        new InMemoryCatalog() {
          @Override
          public Table loadTable(TableIdentifier name) {
            loaded.add(name.toString());

            return super.loadTable(name);
          }
        };
    deadLettersIn(catalog);
    loaded.clear();

    try (LakeCommitter committer = committer(catalog, (name, committed, snapshot) -> {})) {
      assertThatThrownBy(
              () -> committer.commit(List.of(pending("raw.trips"), refused("of another table", 0))))
          .isInstanceOf(FreshetException.class);
    }

    assertThat(loaded).containsExactly("raw.dead_letters");
  }

  /** Each waits for the other to begin. */
  @Test
  void commitsTablesBesideEachOther() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    InMemoryCatalog catalog =
        new InMemoryCatalog() {
          @Override
          public Table loadTable(TableIdentifier name) {
            try {
              both.await(1, TimeUnit.MINUTES);
            } catch (Exception e) {
              throw new IllegalStateException("Alone", e);
            }

            throw new NoSuchTableException("gone");
          }
        };
    Pending ofTrips = pending("raw.trips");
    Pending ofMeals = pending("raw.meals");

    try (LakeCommitter committer =
        committer(catalog, List.of(TRIPS, MEALS), (name, committed, snapshot) -> {})) {
      committer.commit(List.of(ofTrips, ofMeals));
    }

    assertThat(ofTrips.givenUp()).hasSize(1);
    assertThat(ofMeals.givenUp()).hasSize(1);
  }

  private static LakeCommitter committer(InMemoryCatalog catalog, CommitListener listener) {
    return committer(catalog, List.of(DEAD_LETTERS, TRIPS), listener);
  }

  private static LakeCommitter committer(
      InMemoryCatalog catalog, List<CommitTarget> targets, CommitListener listener) {
    Opened opened = new Opened();

    return new LakeCommitter(
        catalog,
        targets.stream().collect(Collectors.toMap(CommitTarget::table, Function.identity())),
        null,
        new TableCommit(InstantSource.fixed(Instant.EPOCH), "writer/test"),
        listener,
        opened.add(new CommitWorkers(targets.size())).threads(),
        opened);
  }

  /** One dead letter, without a file. */
  private static Pending refused(String uuid, long offset) {
    Range range =
        new Range(
            new Position(1, 0), offset, offset, offset + 1, new Counts(0, 1, 0, 0), Long.MIN_VALUE);

    return new Pending(
        new TableCommittable(
            DEAD_LETTERS.table(),
            Set.of(uuid),
            FileSteps.none(),
            List.of(range),
            new ReceivedTimes(),
            0));
  }

  /** It refuses before it asks the log or announces anything, so it has neither. */
  private static LakeCommitter committer() {
    return committer(new InMemoryCatalog(), List.of(TRIPS), null);
  }

  private static Pending pending(String table) {
    return new Pending(
        new TableCommittable(
            table, Set.of("uuid"), FileSteps.none(), List.of(), new ReceivedTimes(), 0));
  }

  /** A request as Flink hands it on after a restore. */
  private record Pending(TableCommittable committable, List<Throwable> givenUp)
      implements CommitRequest<TableCommittable> {
    Pending(TableCommittable committable) {
      this(committable, new ArrayList<>());
    }

    @Override
    public TableCommittable getCommittable() {
      return committable;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      givenUp.add(reason);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void retryLater() {
      throw new AssertionError("Nothing is put off");
    }

    @Override
    public void updateAndRetryLater(TableCommittable later) {
      throw new AssertionError("Nothing is put off");
    }

    @Override
    public void signalAlreadyCommitted() {
      throw new AssertionError("Nothing was committed");
    }
  }
}
