package io.freshet.ingestion.writer.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.ErasedRows;
import io.freshet.ingestion.writer.erasure.Erasure;
import io.freshet.ingestion.writer.erasure.ErasurePlan;
import io.freshet.ingestion.writer.erasure.PersonEntities;
import io.freshet.ingestion.writer.erasure.PersonRows;
import io.freshet.ingestion.writer.erasure.Reach;
import io.freshet.ingestion.writer.erasure.Subject;
import io.freshet.ingestion.writer.rewrite.HeldRows;
import io.freshet.ingestion.writer.rewrite.RowChoice;
import io.freshet.ingestion.writer.table.TripTables;
import io.freshet.ingestion.writer.table.Trips;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.types.Types;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Trips stand for persons here: each trip is of one. */
class ErasureTest {
  private static final Duration RETENTION = Duration.ofDays(1);
  private static final long PERSON = RepairedTrips.FIRST_TRIP + 4;

  private final RepairedTrips trips = new RepairedTrips();
  private final Table table = trips.table();
  private final List<Long> announced = new ArrayList<>();

  @Test
  void planningChangesNothing() {
    trips.commitRight(0, 10);
    long snapshot = table.currentSnapshot().snapshotId();

    ErasurePlan plan = erasure().plan(request());

    table.refresh();
    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(snapshot);
    assertThat(plan.toJson(RETENTION).at("/tables/0/rows").asInt()).isEqualTo(1);
    assertThat(plan.toJson(RETENTION).at("/tables/0/files").asInt()).isEqualTo(1);
  }

  @Test
  void takesThePersonsRowsAndNoOthersAndTheLedgerFollows() {
    trips.commitRight(0, 10);
    List<Record> others = others();

    ObjectNode receipt = forget(Reach.CURRENT);

    assertThat(others()).containsExactlyInAnyOrderElementsOf(others);
    assertThat(trips.trips()).doesNotContain(PERSON).hasSize(9);
    assertThat(trips.entry().counts().rows()).isEqualTo(10);
    assertThat(trips.entry().counts().values()).contains(trips.sumOfRows());
    assertThat(trips.ledger().erased(RepairedTrips.PARTITION))
        .isEqualTo(ErasedRows.of(LongStream.of(4)));
    assertThat(table.currentSnapshot().summary()).containsEntry(CommitSummary.ERASED, "1");
    assertThat(receipt.path("rows_erased").asInt()).isEqualTo(1);
    assertThat(receipt.at("/tables/0/queries/0/sql").asText())
        .isEqualTo("SELECT count(*) FROM raw.trips WHERE trip_id = 104");
    assertThat(announced).containsExactly(table.currentSnapshot().snapshotId());
  }

  @Test
  void changesNothingWhereThePersonIsGone() {
    trips.commitRight(0, 10);
    forget(Reach.CURRENT);
    long snapshot = table.currentSnapshot().snapshotId();

    ObjectNode again = forget(Reach.CURRENT);

    table.refresh();
    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(snapshot);
    assertThat(again.path("rows_erased").asInt()).isZero();
    assertThat(trips.ledger().erased(RepairedTrips.PARTITION).count()).isEqualTo(1);
  }

  @Test
  void aRepairDoesNotBringThePersonBack() {
    trips.commitWrong(0, 10);
    trips.repair(0, 0, 9);
    forget(Reach.CURRENT);
    table.newDelete().deleteFile(trips.newestFile()).commit();

    trips.repair(0, 0, 9);

    assertThat(trips.trips()).doesNotContain(PERSON).hasSize(9);
    assertThat(trips.entry().counts().values()).contains(trips.sumOfRows());
  }

  @Test
  void olderSnapshotsStayUntilTheirTimeAndAreTold() {
    trips.commitRight(0, 10);
    table.manageSnapshots().createTag("dataset-eta", table.currentSnapshot().snapshotId()).commit();
    trips.commitRight(10, 20);

    ObjectNode receipt = forget(Reach.CURRENT);

    assertThat(receipt.path("complete").asBoolean()).isFalse();
    assertThat(receipt.at("/tables/0/older_snapshots").asInt()).isEqualTo(1);
    assertThat(receipt.at("/tables/0/older_snapshots_until").asText()).isNotEmpty();
    assertThat(receipt.at("/tables/0/kept_by/0/reference").asText()).isEqualTo("dataset-eta");
    assertThat(receipt.at("/tables/0/kept_by/0/kind").asText()).isEqualTo("training set");
  }

  @Test
  void olderSnapshotsGoWhenAskedForButForThoseThatTrainingSetsPin() {
    trips.commitRight(0, 10);
    long pinned = table.currentSnapshot().snapshotId();
    table.manageSnapshots().createTag("dataset-eta", pinned).commit();
    table.manageSnapshots().createTag("freshet_proved_values", pinned).commit();
    trips.commitRight(10, 20);
    long free = table.currentSnapshot().snapshotId();

    ObjectNode receipt = forget(Reach.SNAPSHOTS);

    table.refresh();
    assertThat(table.snapshot(free)).isNull();
    assertThat(table.snapshot(pinned)).isNotNull();
    assertThat(receipt.at("/tables/0/tags_released/0").asText()).isEqualTo("freshet_proved_values");
    assertThat(receipt.path("complete").asBoolean()).isFalse();

    ObjectNode all = forget(Reach.TRAINING_SETS);

    table.refresh();
    assertThat(table.snapshot(pinned)).isNull();
    assertThat(all.path("complete").asBoolean()).isTrue();
    assertThat(trips.trips()).hasSize(19);
  }

  @Test
  void looksThroughStatesFromBeforeTheColumnWasThereOrWasCalledSo() {
    trips.commitRight(0, 10);
    table.updateSchema().addColumn("rider_id", Types.LongType.get()).commit();
    HeldRows riders = new HeldRows(table, new PersonRows("rider_id", Set.of(PERSON)));
    assertThat(riders.count()).isEqualTo(HeldRows.Found.NONE);

    table.updateSchema().renameColumn("trip_id", "ride_id").commit();
    HeldRows rides = new HeldRows(table, new PersonRows("ride_id", Set.of(PERSON)));

    assertThat(rides.count().rows()).isEqualTo(1);
  }

  @Test
  void findsWhatIsThePersonsByAnyStateThatNamesBoth() {
    PersonEntities cities = new PersonEntities(new PersonRows("trip_id", Set.of(PERSON)), "city");
    assertThat(cities.ids(table)).isEmpty();
    trips.commitRight(0, 10);
    forget(Reach.CURRENT);
    assertThat(trips.trips()).doesNotContain(PERSON);

    assertThat(cities.ids(table)).containsExactly("lisbon");
  }

  @Test
  void passesOverAnOlderStateThatExpiresWhileItIsLookedAt() {
    trips.commitRight(0, 10);
    long old = table.currentSnapshot().snapshotId();
    forget(Reach.CURRENT);
    Erasure.Request request = request();

    trips.expire(old);
    ErasurePlan plan = erasure().plan(request);

    assertThat(plan.toJson(RETENTION).at("/tables/0/older_snapshots").asInt(-1)).isZero();
  }

  @Test
  void tellsThatACutKeepsARow() {
    trips.commitRight(0, 10);
    table
        .manageSnapshots()
        .createTag("cut_2026_11_29_07", table.currentSnapshot().snapshotId())
        .commit();

    ObjectNode receipt = forget(Reach.TRAINING_SETS);

    assertThat(receipt.path("complete").asBoolean()).isFalse();
    assertThat(receipt.at("/tables/0/kept_by/0/kind").asText()).isEqualTo("cut");
  }

  @Test
  void readsAgainWhatACompactionHasPutElsewhereMeanwhile() {
    trips.commitRight(0, 10);
    Subject subject = request().subjects().get(0);
    Subject compacted =
        new Subject(
            subject.contract(),
            subject.table(),
            new CompactedMeanwhile(subject.rows(), trips),
            subject.column(),
            subject.queries(),
            subject.logBegins());
    Erasure.Request request =
        new Erasure.Request(
            "trip", Long.toString(PERSON), List.of(compacted), List.of(), List.of(), List.of());

    ObjectNode receipt = erasure().run(erasure().plan(request), Reach.CURRENT, RETENTION);

    assertThat(receipt.path("rows_erased").asInt()).isEqualTo(1);
    assertThat(trips.trips()).doesNotContain(PERSON).hasSize(9);
    assertThat(trips.ledger().erased(RepairedTrips.PARTITION).count()).isEqualTo(1);
    assertThat(trips.entry().counts().values()).contains(trips.sumOfRows());
  }

  /** The same rows; a compaction commits when they have been looked through for the plan. */
  private static final class CompactedMeanwhile implements RowChoice {
    private final RowChoice rows;
    private final RepairedTrips trips;
    private int looks;

    CompactedMeanwhile(RowChoice rows, RepairedTrips trips) {
      this.rows = rows;
      this.trips = trips;
    }

    @Override
    public Expression filter() {
      return rows.filter();
    }

    @Override
    public List<String> columns() {
      return rows.columns();
    }

    @Override
    public boolean has(Record row) {
      boolean has = rows.has(row);
      if (has && ++looks == 2) {
        trips.compact();
      }

      return has;
    }
  }

  @Test
  void keepsWhatComesMeanwhileAndErasesThePersonsRowsAmongIt() {
    trips.commitRight(0, 10);
    boolean[] isFirst = {true};
    Erasure erasure =
        new Erasure(
            (name, committed, snapshot) -> {
              if (isFirst[0]) {
                isFirst[0] = false;
                trips.commit(
                    List.of(
                        trips.log().add(0, 10, RepairedTrips.trip(PERSON)),
                        trips.log().add(0, 11, RepairedTrips.trip(7))));
              }
            },
            InstantSource.system(),
            new PrintStream(OutputStream.nullOutputStream()));

    ObjectNode receipt = erasure.run(erasure.plan(request()), Reach.CURRENT, RETENTION);

    assertThat(receipt.path("rows_erased").asInt()).isEqualTo(2);
    assertThat(trips.trips()).doesNotContain(PERSON).contains(7L).hasSize(10);
    assertThat(trips.entry().counts().values()).contains(trips.sumOfRows());
  }

  @Test
  void oneThatDiesBetweenTwoTablesIsFinishedByAnother() {
    RepairedTrips second = new RepairedTrips();
    trips.commitRight(0, 10);
    second.commitRight(0, 10);
    Erasure dying =
        new Erasure(
            (name, committed, snapshot) -> {
              throw new IllegalStateException("killed");
            },
            InstantSource.system(),
            new PrintStream(OutputStream.nullOutputStream()));

    assertThatThrownBy(
            () -> dying.run(dying.plan(request(trips, second)), Reach.CURRENT, RETENTION))
        .hasMessage("killed");
    assertThat(trips.trips()).hasSize(9);
    assertThat(second.trips()).hasSize(10);

    erasure().run(erasure().plan(request(trips, second)), Reach.CURRENT, RETENTION);

    for (RepairedTrips each : List.of(trips, second)) {
      assertThat(each.trips()).doesNotContain(PERSON).hasSize(9);
      assertThat(each.ledger().erased(RepairedTrips.PARTITION).count()).isEqualTo(1);
      assertThat(each.entry().counts().values()).contains(each.sumOfRows());
    }
  }

  @Test
  void deadLettersOfThePersonLoseTheirBytesAndStay() {
    trips.log(0, 3);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    records.add(trips.log().addCutOff(0, 3, PERSON));
    records.add(trips.log().addCutOff(0, 4, PERSON + 1));
    trips.commit(records);
    Subject letters =
        Subject.deadLetters(
            TripTables.deadLetters(),
            trips.deadLetters(),
            List.of("trips"),
            List.of("trip_id"),
            "trip_id",
            Long.toString(PERSON),
            trips.registry());
    Erasure.Request request =
        new Erasure.Request(
            "trip", Long.toString(PERSON), List.of(letters), List.of(), List.of(), List.of());

    ObjectNode receipt = erasure().run(erasure().plan(request), Reach.CURRENT, RETENTION);

    assertThat(receipt.path("rows_erased").asInt()).isEqualTo(1);
    assertThat(receipt.at("/tables/0/queries/0/sql").asText())
        .endsWith("WHERE payload IS NOT NULL AND origin IN ('1:0:3')");
    trips.deadLetters().refresh();
    assertThat(TripTables.rows(trips.deadLetters()))
        .hasSize(2)
        .filteredOn(row -> row.getField("payload") == null)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getField("origin_offset")).isEqualTo(3L);
              assertThat(row.getField("record_key")).isNull();
              assertThat((List<?>) row.getField("headers")).isEmpty();
            });
  }

  private ObjectNode forget(Reach reach) {
    Erasure erasure = erasure();
    ObjectNode receipt = erasure.run(erasure.plan(request()), reach, RETENTION);
    table.refresh();

    return receipt;
  }

  private Erasure erasure() {
    return new Erasure(
        (name, committed, snapshot) -> announced.add(snapshot.snapshotId()),
        InstantSource.system(),
        new PrintStream(OutputStream.nullOutputStream()));
  }

  private Erasure.Request request() {
    return request(trips);
  }

  private static Erasure.Request request(RepairedTrips... some) {
    Contract contract = Trips.contract();
    PersonRows rows =
        PersonRows.of(contract.schema().requireField("trip_id"), Long.toString(PERSON));
    List<Subject> subjects = new ArrayList<>();
    for (RepairedTrips each : some) {
      each.table().refresh();
      subjects.add(Subject.of(contract, each.table(), rows, Map.of(RepairedTrips.PARTITION, 0L)));
    }

    return new Erasure.Request(
        "trip", Long.toString(PERSON), subjects, List.of(), List.of(), List.of());
  }

  private List<Record> others() {
    return trips.rows().stream().filter(row -> !row.getField("trip_id").equals(PERSON)).toList();
  }
}
