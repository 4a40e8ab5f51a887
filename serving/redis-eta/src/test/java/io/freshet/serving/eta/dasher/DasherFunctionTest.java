package io.freshet.serving.eta.dasher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.Assignment.Kind;
import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.supply.SupplyFunction;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Grid;
import io.freshet.serving.eta.travel.Hop;
import io.freshet.serving.eta.travel.Position;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DasherFunctionTest {
  private static final long MINUTE = 60_000;
  private static final long DASHER = 7;
  private static final Long NO_ORDER = null;

  private KeyedTwoInputStreamOperatorTestHarness<DasherKey, Ping, Assignment, Sighting> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void seesEachOrderThatTheDasherHas() throws Exception {
    assign(1, Kind.ASSIGNED, 0);
    assign(2, Kind.PICKED_UP, 0);
    ping(MINUTE, 0, NO_ORDER);
    assign(1, Kind.RELEASED, 2 * MINUTE);
    ping(3 * MINUTE, 0, NO_ORDER);

    assertThat(harness.extractOutputValues())
        .extracting(Sighting::orderId)
        .containsExactly(1L, 2L, 2L);
  }

  @Test
  void believesAPingThatNamesItsOrder() throws Exception {
    ping(MINUTE, 0, 5L);

    assertThat(harness.extractOutputValues()).extracting(Sighting::orderId).containsExactly(5L);
    assertThat(updates()).last().extracting(DasherFunctionTest::status).isEqualTo(Status.BUSY);
  }

  @Test
  void seesANewOrderWhereTheDasherWasLast() throws Exception {
    ping(MINUTE, 300, NO_ORDER);
    assign(1, Kind.ASSIGNED, 2 * MINUTE);

    assertThat(harness.extractOutputValues())
        .containsExactly(new Sighting("m", 1, DASHER, new Fix(2 * MINUTE, north(300))));
  }

  @Test
  void measuresHopsForTheCellTheAreaAndTheMarket() throws Exception {
    ping(0, 0, NO_ORDER);
    ping(MINUTE, 600, NO_ORDER);

    long cell = new Cells().cell(north(600));
    assertThat(side(DasherFunction.HOPS))
        .extracting(Hop::cell)
        .containsExactly(cell, Cells.area(cell), Cells.WHOLE_MARKET);
  }

  @Test
  void doesNotTakeAWaitingDasherForATrafficJam() throws Exception {
    ping(0, 0, NO_ORDER);
    ping(MINUTE, 10, NO_ORDER);
    ping(2 * MINUTE, 20, 5L);

    assertThat(side(DasherFunction.HOPS)).extracting(Hop::millis).containsOnly(2 * MINUTE);
  }

  @Test
  void handsThePingsOnThatSupplyHasToKnowOf() throws Exception {
    ping(0, 0, NO_ORDER);
    ping(MINUTE / 2, 1, NO_ORDER);
    ping(MINUTE - 1, 1, 5L);
    ping(MINUTE - 1, 1, 5L);
    ping(MINUTE, 1, 5L);

    assertThat(side(DasherFunction.SIGHTS))
        .extracting(Ping::millis)
        .containsExactly(0L, MINUTE - 1, MINUTE);
  }

  @Test
  void leavesOutTeleportsAndDuplicates() throws Exception {
    assign(1, Kind.PICKED_UP, 0);
    ping(MINUTE, 0, NO_ORDER);
    ping(MINUTE, 0, NO_ORDER);
    ping(2 * MINUTE, 50_000, NO_ORDER);

    assertThat(harness.extractOutputValues()).hasSize(1);
    assertThat(side(DasherFunction.HOPS)).isEmpty();
  }

  @Test
  void tellsThatADasherIsIdleAfterTwentyMinutesAndBusyAgain() throws Exception {
    for (int minute = 0; minute <= 20; minute += 4) {
      ping(minute * MINUTE, minute, NO_ORDER);
    }
    harness.processBothWatermarks(watermark(20 * MINUTE + 1));
    assertThat(updates()).last().extracting(DasherFunctionTest::status).isEqualTo(Status.IDLE);
    assertThat(updates()).last().extracting(u -> u.activity().since()).isEqualTo(0L);

    assign(1, Kind.ASSIGNED, 21 * MINUTE);

    assertThat(updates()).last().extracting(DasherFunctionTest::status).isEqualTo(Status.BUSY);
    long cell = new Grid(SupplyFunction.RESOLUTION).cell(north(20));
    assertThat(side(DasherFunction.IDLE))
        .containsExactly(
            new IdleChange("m", DASHER, 0, 20 * MINUTE, null, cell),
            new IdleChange("m", DASHER, 0, 21 * MINUTE, IdleChange.Ending.ORDER, cell));
  }

  @Test
  void forgetsADasherThatIsOfflineAndHasNothing() throws Exception {
    ping(0, 0, NO_ORDER);

    harness.processBothWatermarks(watermark(5 * MINUTE + 1));

    assertThat(updates()).last().extracting(DasherFunctionTest::status).isEqualTo(Status.OFFLINE);
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void forgetsAnOrderThatNobodyEverEnds() throws Exception {
    ping(0, 0, NO_ORDER);
    assign(1, Kind.PICKED_UP, 0);

    harness.processBothWatermarks(watermark(6 * 60 * MINUTE));

    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void tellsEachUpdateAtATimeOfItsOwn() throws Exception {
    ping(0, 0, NO_ORDER);
    assign(1, Kind.ASSIGNED, 0);
    assign(2, Kind.ASSIGNED, 0);

    assertThat(updates()).extracting(DasherUpdate::millis).containsExactly(0L, 1L, 2L);
  }

  @Test
  void goesOnFromACheckpoint() throws Exception {
    assign(1, Kind.PICKED_UP, 0);
    ping(MINUTE, 0, NO_ORDER);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();

    harness = harness(snapshot);
    ping(2 * MINUTE, 600, NO_ORDER);

    assertThat(harness.extractOutputValues()).extracting(Sighting::orderId).containsExactly(1L);
    assertThat(side(DasherFunction.HOPS)).hasSize(3);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<DasherKey, Ping, Assignment, Sighting>
      harness() throws Exception {
    return ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
        function(),
        ping -> new DasherKey(ping.market(), ping.dasherId()),
        assignment -> new DasherKey(assignment.market(), assignment.dasherId()),
        TypeInformation.of(DasherKey.class));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<DasherKey, Ping, Assignment, Sighting>
      harness(OperatorSubtaskState snapshot) throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<DasherKey, Ping, Assignment, Sighting> restored =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(function()),
            ping -> new DasherKey(ping.market(), ping.dasherId()),
            assignment -> new DasherKey(assignment.market(), assignment.dasherId()),
            TypeInformation.of(DasherKey.class));
    restored.initializeState(snapshot);
    restored.open();

    return restored;
  }

  private static DasherFunction function() {
    return new DasherFunction(
        Limits.of(Duration.ofMinutes(20), Duration.ofMinutes(5)),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1));
  }

  private void ping(long millis, double metersNorth, Long orderId) throws Exception {
    harness.processElement1(
        new Ping("m", DASHER, orderId, new Fix(millis, north(metersNorth))), millis);
  }

  private void assign(long orderId, Kind kind, long millis) throws Exception {
    harness.processElement2(new Assignment("m", DASHER, orderId, 1, kind, millis), millis);
  }

  private List<DasherUpdate> updates() {
    return side(DasherFunction.UPDATES);
  }

  private <T> List<T> side(OutputTag<T> tag) {
    Queue<StreamRecord<T>> output = harness.getSideOutput(tag);

    return output == null ? List.of() : output.stream().map(StreamRecord::getValue).toList();
  }

  private static Status status(DasherUpdate update) {
    return update.activity().status();
  }

  private static Watermark watermark(long millis) {
    return new Watermark(millis);
  }

  private static Position north(double meters) {
    return new Position(37.78 + meters / 111_195, -122.42);
  }
}
