package io.freshet.ingestion.capture.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.capture.database.LogPlace;
import io.freshet.ingestion.capture.database.ReplicationSlot.State;
import io.freshet.ingestion.capture.database.Timelines;
import io.freshet.ingestion.capture.position.Position;
import io.freshet.ingestion.capture.position.Position.Progress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartTest {
  private static final Map<String, String> TABLES = Map.of("orders", "public.orders");
  private static final long BOUNDARY = 1000;
  private static final Timelines FIRST = new Timelines(1, Map.of());
  private static final Start.Wanted WANTED =
      new Start.Wanted("shop_capture", "7/shop", "shop", FIRST, 1, TABLES);
  private static final Position KEPT =
      new Position(
          "other",
          "7/shop",
          1,
          TABLES,
          Optional.of(new Progress(BOUNDARY, Optional.empty(), Optional.empty())));

  private static Optional<State> slot(long confirmed) {
    return Optional.of(new State("pgoutput", "shop", false, confirmed, 0, Optional.empty()));
  }

  private static void assertRefused(Position kept, Optional<State> slot, String message) {
    assertThatThrownBy(() -> Start.of(WANTED, Optional.of(kept), slot))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
        .hasMessage(message);
  }

  @Test
  void theFirstOneBeginsWithAllRows() {
    assertThat(Start.of(WANTED, Optional.empty(), Optional.empty()))
        .isEqualTo(new Start.Snapshot(false));
  }

  @Test
  void goesOnBehindWhatKafkaHas() {
    assertThat(Start.of(WANTED, Optional.of(KEPT), slot(BOUNDARY)))
        .isEqualTo(new Start.GoOn(KEPT.progress().orElseThrow()));
  }

  @Test
  void aSnapshotThatDidNotBecomeWholeIsNone() {
    Position claimed = new Position("other", "7/shop", 1, TABLES, Optional.empty());

    assertThat(Start.of(WANTED, Optional.of(claimed), slot(1))).isEqualTo(new Start.Snapshot(true));
  }

  @Test
  void aHigherNumberBeginsAnewOnce() {
    Start.Wanted anew = new Start.Wanted("shop_capture", "8/shop", "shop", FIRST, 2, TABLES);
    Position since =
        new Position(
            "other",
            "8/shop",
            2,
            TABLES,
            Optional.of(new Progress(1, Optional.empty(), Optional.empty())));

    assertThat(Start.of(anew, Optional.of(KEPT), Optional.empty()))
        .isEqualTo(new Start.Snapshot(false));
    assertThat(Start.of(anew, Optional.of(since), slot(1))).isInstanceOf(Start.GoOn.class);
    assertThat(
            Start.of(
                new Start.Wanted("shop_capture", "8/shop", "shop", FIRST, 1, TABLES),
                Optional.of(since),
                slot(1)))
        .isInstanceOf(Start.GoOn.class);
  }

  @Test
  void refusesToGoOnWithoutTheSlot() {
    assertRefused(
        KEPT,
        Optional.empty(),
        "The replication slot shop_capture is gone; changes since 0/3E8 may be missing. Set"
            + " capture.snapshot to 2 to send all rows as they are now and go on from there; rows"
            + " that were deleted meanwhile stay where only the latest are kept, until their table"
            + " is made anew");
  }

  @Test
  void refusesASlotThatIsAheadOfKafka() {
    assertThatThrownBy(() -> Start.of(WANTED, Optional.of(KEPT), slot(BOUNDARY + 1)))
        .hasMessageStartingWith(
            "The replication slot shop_capture was moved on or made anew, to 0/3E9; changes since"
                + " 0/3E8 may be missing.");
  }

  @Test
  void refusesASlotOfWhichPostgresHasThrownLogAway() {
    State lost = new State("pgoutput", "shop", true, BOUNDARY, 0, Optional.empty());

    assertThatThrownBy(() -> Start.of(WANTED, Optional.of(KEPT), Optional.of(lost)))
        .hasMessageStartingWith(
            "The replication slot shop_capture has lost what Postgres should have kept for it;");
  }

  private static Position told(LogPlace place) {
    return KEPT.at(new Progress(BOUNDARY, Optional.empty(), Optional.of(place)));
  }

  private static Start.Wanted failedOverAt(long end) {
    return new Start.Wanted(
        "shop_capture", "7/shop", "shop", new Timelines(3, Map.of(1, 900L, 2, end)), 1, TABLES);
  }

  @Test
  void goesOnWhereTheCopyThatTookOverHasAllThatWasTold() {
    assertThat(
            Start.of(
                failedOverAt(BOUNDARY + 5),
                Optional.of(told(new LogPlace(2, BOUNDARY + 5))),
                slot(BOUNDARY)))
        .isInstanceOf(Start.GoOn.class);
  }

  @Test
  void refusesACopyThatMayLackSomeOfWhatWasTold() {
    assertThatThrownBy(
            () ->
                Start.of(
                    failedOverAt(BOUNDARY + 4),
                    Optional.of(told(new LogPlace(2, BOUNDARY + 5))),
                    slot(BOUNDARY)))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
        .hasMessage(
            "7/shop has failed over from timeline 2 to 3 and may lack some of what capture"
                + " shop_capture has told, up to 0/3ED. Set capture.snapshot to 2 to send all rows"
                + " as they are now");
  }

  @Test
  void refusesAnothersSlot() {
    State others = new State("wal2json", "crm", false, 0, 0, Optional.empty());

    assertRefused(
        KEPT,
        Optional.of(others),
        "There is a replication slot shop_capture, of database crm with plugin wal2json, that"
            + " nobody here has made. Choose another capture.name; or, if nobody uses it, drop it:"
            + " SELECT pg_drop_replication_slot('shop_capture');");
  }

  @Test
  void refusesASlotThatMayServeAnotherKafka() {
    assertThatThrownBy(() -> Start.of(WANTED, Optional.empty(), slot(1)))
        .hasMessageStartingWith(
            "There is a replication slot shop_capture, of database shop with plugin pgoutput, that"
                + " nobody here has made.");
  }

  @Test
  void refusesAnotherDatabase() {
    assertRefused(
        new Position("other", "9/shop", 1, TABLES, KEPT.progress()),
        slot(BOUNDARY),
        "Capture shop_capture has followed another database, 9/shop; this one is 7/shop. Choose"
            + " another capture.name. Or set capture.snapshot to 2 to send all rows of all tables"
            + " again");
  }

  @Test
  void refusesAContractWhoseRowsWouldBeMissing() {
    assertRefused(
        new Position("other", "7/shop", 1, Map.of("items", "public.items"), KEPT.progress()),
        slot(BOUNDARY),
        "Capture shop_capture has not followed orders from the beginning, and its rows would be"
            + " missing. Capture it apart, with another capture.name and capture.contracts=orders"
            + " there and capture.contracts without it here. Or set capture.snapshot to 2 to send"
            + " all rows of all tables again");
  }
}
