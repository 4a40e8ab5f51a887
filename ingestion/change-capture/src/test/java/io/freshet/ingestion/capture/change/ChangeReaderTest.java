package io.freshet.ingestion.capture.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.capture.change.Change.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ChangeReaderTest {
  private static final Map<String, Long> FIRST = Map.of("lsn", 10L);
  private static final Map<String, Long> BEHIND_90 = Map.of("lsn_commit", 90L);
  private static final Map<String, Object> IN_SNAPSHOT =
      Map.of("snapshot", "INITIAL", "snapshot_completed", false);
  private static final Map<String, Object> SNAPSHOT_DONE =
      Map.of("snapshot", "INITIAL", "snapshot_completed", true);

  /** A transaction of five changes: three rows of one log record, one moved, one alone. */
  private static final List<SourceRecord> TRANSACTION =
      List.of(
          Rows.told("c", 5, 100, BEHIND_90),
          Rows.told("c", 5, 100, BEHIND_90),
          Rows.told("c", 5, 100, BEHIND_90),
          Rows.told("d", 5, 120, BEHIND_90),
          Rows.told("c", 5, 120, BEHIND_90),
          Rows.told("u", 5, 130, BEHIND_90));

  private static final List<String> IDS =
      List.of("0/64-0", "0/64-1", "0/64-2", "0/78-0", "0/78-1", "0/82-0");

  private static ChangeReader reader(Optional<ChangeId> dealtWith) {
    return new ChangeReader(dealtWith, "shop_capture");
  }

  private static List<String> ids(ChangeReader reader, Stream<SourceRecord> told) {
    return told.flatMap(each -> reader.read(each).stream()).map(Change::idText).toList();
  }

  @Test
  void rowsOfOnePlaceInTheLogHaveIdsOfTheirOwn() {
    assertThat(ids(reader(Optional.empty()), TRANSACTION.stream())).isEqualTo(IDS);
  }

  @Test
  void goesOnBehindAnyChangeOfATransactionThatIsToldAgain() {
    for (int dealtWith = 1; dealtWith <= TRANSACTION.size(); dealtWith++) {
      ChangeReader killed = reader(Optional.empty());
      ids(killed, TRANSACTION.stream().limit(dealtWith));

      ChangeReader next = reader(killed.newest());

      assertThat(ids(next, TRANSACTION.stream())).isEqualTo(IDS.subList(dealtWith, IDS.size()));
    }
  }

  @Test
  void forgetsNothingWhenItIsKilledAgainBeforeItHasCaughtUp() {
    ChangeReader killed = reader(Optional.of(new ChangeId(5, 120, 0)));
    ids(killed, TRANSACTION.stream().limit(2));

    assertThat(killed.newest()).contains(new ChangeId(5, 120, 0));
  }

  @Test
  void aNumberThatComesRoundIsAnotherTransaction() {
    ChangeReader reader = reader(Optional.of(new ChangeId(5, 120, 0)));

    assertThat(
            ids(
                reader,
                Stream.of(Rows.told("c", 6, 50, BEHIND_90), Rows.told("c", 5, 60, BEHIND_90))))
        .containsExactly("0/32-0", "0/3C-0");
  }

  @Test
  void knowsTheEndOfTheLastWholeTransaction() {
    ChangeReader reader = reader(Optional.empty());
    reader.read(Rows.told("c", 4, 20, FIRST));
    assertThat(reader.boundary()).isEmpty();

    reader.read(Rows.told("c", 5, 100, BEHIND_90));
    assertThat(reader.boundary()).contains(90L);
  }

  @Test
  void aHeartbeatIsNoChangeButMovesOn() {
    ChangeReader reader = reader(Optional.empty());

    assertThat(reader.read(new SourceRecord(Map.of(), BEHIND_90, "heartbeat", null, null)))
        .isEmpty();
    assertThat(reader.read(Rows.told("m", 5, 100, Map.of("lsn_commit", 91L)))).isEmpty();
    assertThat(reader.boundary()).contains(91L);
    assertThat(reader.newestMicros()).isEqualTo(Rows.COMMITTED_MICROS);
  }

  @Test
  void rowsOfTheSnapshotAreNumberedAndNoPlaceToGoOnFrom() {
    ChangeReader reader = reader(Optional.empty());

    assertThat(
            ids(
                reader,
                Stream.of(
                    Rows.told("r", 5, 100, IN_SNAPSHOT), Rows.told("r", 5, 100, IN_SNAPSHOT))))
        .containsExactly("snapshot-0/64-0", "snapshot-0/64-1");
    assertThat(reader.isInSnapshot()).isTrue();
    assertThat(reader.newest()).isEmpty();

    reader.read(Rows.told("r", 5, 100, SNAPSHOT_DONE));
    assertThat(reader.isInSnapshot()).isFalse();
  }

  @Test
  void tellsWritesFromDeletions() {
    ChangeReader reader = reader(Optional.empty());

    assertThat(TRANSACTION.stream().flatMap(each -> reader.read(each).stream()).map(Change::kind))
        .containsExactly(Kind.WRITE, Kind.WRITE, Kind.WRITE, Kind.DELETION, Kind.WRITE, Kind.WRITE);
  }

  @Test
  void stopsWhereATableWasEmptied() {
    assertThatThrownBy(() -> reader(Optional.empty()).read(Rows.told("t", 5, 100, BEHIND_90)))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
        .hasMessageStartingWith(
            "public.orders was truncated at 0/64, and which rows went is nowhere told.");
  }
}
