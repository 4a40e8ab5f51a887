package io.freshet.serving.eta.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Grid;
import io.freshet.serving.eta.travel.Position;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SupplyFunctionTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long DISORDER = 2 * MINUTE;
  private static final long TELL_AFTER = 10_000;
  private static final Long NOTHING = null;
  private static final Long NOBODY = null;
  private static final long DASHER = 7;
  private static final long ORDER = 50;

  private KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void tellsAMinuteTenSecondsAfterItsEnd() throws Exception {
    ping(30_000, NOTHING);
    timeIs(MINUTE + TELL_AFTER - 1);
    assertThat(told()).isEmpty();

    timeIs(MINUTE + TELL_AFTER);

    assertThat(told())
        .containsExactly(new MarketSupply("m", MINUTE, 1, figures(0, 1, 0, 0, 0), 0, null));
  }

  @Test
  void tellsItAgainOnlyIfLateEventsChangedIt() throws Exception {
    ping(30_000, NOTHING);
    ping(MINUTE + 30_000, NOTHING);
    timeIs(2 * MINUTE + TELL_AFTER);
    order(ORDER, 1, OrderState.CREATED, 2 * MINUTE - 1, NOBODY);
    timeIs(2 * MINUTE + DISORDER);

    assertThat(told()).extracting(MarketSupply::millis).startsWith(MINUTE, 2 * MINUTE);
    assertThat(told())
        .filteredOn(supply -> supply.revision() == 2)
        .containsExactly(new MarketSupply("m", 2 * MINUTE, 2, figures(0, 1, 1, 1, 0), 1, 0));
  }

  @Test
  void neverChangesAMinuteThatIsSettled() throws Exception {
    ping(30_000, NOTHING);
    timeIs(MINUTE + DISORDER);
    int before = told().size();

    order(ORDER, 1, OrderState.CREATED, MINUTE - 1, NOBODY);
    timeIs(2 * MINUTE + DISORDER);

    assertThat(told().subList(before, told().size()))
        .extracting(MarketSupply::millis)
        .allMatch(millis -> millis > MINUTE);
    assertThat(last().figures().open()).isEqualTo(1);
  }

  @Test
  void neverTellsASettledMinuteAnewAfterARestart() throws Exception {
    ping(30_000, NOTHING);
    timeIs(10 * MINUTE);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();

    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
    ping(MINUTE, NOTHING);
    timeIs(10 * MINUTE + TELL_AFTER);

    assertThat(told()).extracting(MarketSupply::millis).allMatch(millis -> millis >= 8 * MINUTE);
  }

  @Test
  void takesADasherOffLineAfterFiveMinutesOfSilence() throws Exception {
    ping(0, NOTHING);
    timeIs(7 * MINUTE);

    assertThat(at(5 * MINUTE).figures().idle()).isEqualTo(1);
    assertThat(at(6 * MINUTE).figures().idle()).isZero();
  }

  @Test
  void countsADasherAsBusyWhoseOrderIsOpenOrWhoNamesOne() throws Exception {
    ping(1_000, NOTHING);
    order(ORDER, 1, OrderState.CREATED, 2_000, NOBODY);
    order(ORDER, 2, OrderState.DASHER_ASSIGNED, 3_000, DASHER);
    timeIs(MINUTE + DISORDER);
    assertThat(at(MINUTE).figures()).isEqualTo(figures(1, 0, 1, 0, 0));

    order(ORDER, 3, OrderState.DELIVERED, MINUTE + 1_000, DASHER);
    ping(MINUTE + 2_000, 51L);
    timeIs(2 * MINUTE + DISORDER);

    assertThat(at(2 * MINUTE).figures()).isEqualTo(figures(1, 0, 0, 0, 0));
  }

  @Test
  void countsAnOrderThatWasGivenBackAsWaitingAndItsDasherAsIdle() throws Exception {
    ping(1_000, NOTHING);
    order(ORDER, 1, OrderState.CREATED, 2_000, NOBODY);
    order(ORDER, 2, OrderState.DASHER_ASSIGNED, 3_000, DASHER);
    order(ORDER, 3, OrderState.READY, MINUTE + 5_000, NOBODY);
    timeIs(2 * MINUTE + DISORDER);

    assertThat(at(MINUTE).figures()).isEqualTo(figures(1, 0, 1, 0, 0));
    assertThat(at(2 * MINUTE))
        .isEqualTo(new MarketSupply("m", 2 * MINUTE, 1, figures(0, 1, 1, 1, 1), 0, 118));
  }

  @Test
  void doesNotBelieveAPingThatNamesAnOrderWhichIsOver() throws Exception {
    order(ORDER, 1, OrderState.CREATED, 1_000, NOBODY);
    order(ORDER, 2, OrderState.DELIVERED, 3_000, DASHER);
    ping(2_000, ORDER);
    timeIs(MINUTE + DISORDER);

    assertThat(at(MINUTE).figures()).isEqualTo(figures(0, 1, 0, 0, 0));
  }

  @Test
  void knowsForHowLongTheOldestOrderHasBeenWaitingForADasher() throws Exception {
    order(ORDER, 1, OrderState.CREATED, 1_000, NOBODY);
    order(ORDER + 1, 1, OrderState.CREATED, 31_000, NOBODY);
    order(ORDER + 1, 2, OrderState.READY, 50_000, NOBODY);
    timeIs(3 * MINUTE);

    assertThat(at(MINUTE))
        .isEqualTo(new MarketSupply("m", MINUTE, 1, figures(0, 0, 2, 2, 1), 2, 59));
  }

  @Test
  void keepsAnOrderOverWhenOneOfItsStepsComesAgain() throws Exception {
    order(ORDER, 1, OrderState.CREATED, 1_000, NOBODY);
    order(ORDER, 2, OrderState.CANCELLED, 2_000, NOBODY);
    timeIs(10 * MINUTE);

    order(ORDER, 1, OrderState.CREATED, 1_000, NOBODY);
    timeIs(11 * MINUTE);

    assertThat(last().figures().open()).isZero();
  }

  @Test
  void givesAnOrderUpThatNobodySpokeOfForSixHours() throws Exception {
    order(ORDER, 1, OrderState.CREATED, 1_000, NOBODY);
    for (long millis = 0; millis < 7 * HOUR; millis += 4 * MINUTE) {
      ping(millis, NOTHING);
      timeIs(millis);
    }

    assertThat(at(6 * HOUR).figures().open()).isEqualTo(1);
    assertThat(at(6 * HOUR + MINUTE).figures().open()).isZero();
  }

  @Test
  void tellsWhatIsInEachCellAndThatOneHasBecomeEmpty() throws Exception {
    Position away = new Position(37.9, -122.42);
    harness.processElement1(new Ping("m", DASHER, null, new Fix(1_000, away)), 1_000);
    timeIs(MINUTE + TELL_AFTER);
    ping(2_000, NOTHING);
    timeIs(MINUTE + DISORDER);

    Grid grid = new Grid(SupplyFunction.RESOLUTION);
    assertThat(cells())
        .filteredOn(cell -> cell.millis() == MINUTE)
        .extracting(CellSupply::revision, CellSupply::cell, cell -> cell.figures().idle())
        .containsExactlyInAnyOrder(
            tuple(1, grid.cell(away), 1),
            tuple(2, grid.cell(away), 0),
            tuple(2, grid.cell(here()), 1));
  }

  @Test
  void tellsASilentMarketForAnHourAndForgetsItAfterSix() throws Exception {
    ping(0, NOTHING);
    order(ORDER, 1, OrderState.CREATED, 1_000, NOBODY);
    timeIs(3 * HOUR);
    assertThat(last()).isEqualTo(new MarketSupply("m", HOUR, 1, figures(0, 0, 1, 1, 0), 0, 3_599));
    assertThat(harness.numKeyedStateEntries()).isPositive();

    timeIs(7 * HOUR);

    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void tellsAMarketThatWakesUpFromItsFirstMinuteOn() throws Exception {
    ping(0, NOTHING);
    timeIs(2 * HOUR);
    int before = told().size();

    ping(3 * HOUR, NOTHING);
    timeIs(3 * HOUR + 2 * MINUTE + TELL_AFTER);

    assertThat(told().subList(before, told().size()))
        .extracting(MarketSupply::millis)
        .containsExactly(3 * HOUR + MINUTE, 3 * HOUR + 2 * MINUTE);
  }

  @Test
  void passesOverTheDaysBetweenTwoEventsEvenIfNoWatermarkCameBetween() throws Exception {
    ping(0, NOTHING);
    ping(DAY, NOTHING);
    ping(DAY - 2 * HOUR, NOTHING);
    timeIs(DAY + MINUTE + TELL_AFTER);

    assertThat(told())
        .extracting(MarketSupply::millis)
        .containsExactlyElementsOf(
            Stream.of(minutes(0, 60), minutes(DAY - 2 * HOUR, 60), minutes(DAY, 1))
                .flatMap(List::stream)
                .toList());
  }

  @Test
  void keepsPassingOverThemAfterARestart() throws Exception {
    ping(0, NOTHING);
    ping(DAY, NOTHING);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();

    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
    timeIs(DAY + MINUTE + TELL_AFTER);

    assertThat(told()).hasSize(61);
  }

  @Test
  void tellsAMinuteOfTheGapThatALateEventFills() throws Exception {
    ping(0, NOTHING);
    ping(DAY, NOTHING);
    timeIs(12 * HOUR);
    ping(12 * HOUR - MINUTE, NOTHING);
    timeIs(DAY + MINUTE + TELL_AFTER);

    assertThat(told())
        .extracting(MarketSupply::millis)
        .containsExactlyElementsOf(
            Stream.of(minutes(0, 60), minutes(12 * HOUR - MINUTE, 60), minutes(DAY, 1))
                .flatMap(List::stream)
                .toList());
  }

  @Test
  void tellsNothingOfANewMarketsEventThatIsImplausiblyOld() throws Exception {
    timeIs(DAY);
    ping(0, NOTHING);
    ping(DAY, NOTHING);
    timeIs(DAY + MINUTE + TELL_AFTER);

    assertThat(told()).extracting(MarketSupply::millis).containsExactly(DAY + MINUTE);
  }

  @Test
  void forgetsAMarketOfWhichItHasNothingToTell() throws Exception {
    timeIs(DAY);
    ping(0, NOTHING);
    timeIs(DAY + MINUTE);

    assertThat(told()).isEmpty();
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  private static List<Long> minutes(long after, int many) {
    return LongStream.rangeClosed(1, many).mapToObj(n -> after + n * MINUTE).toList();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply>
      harness() throws Exception {
    SupplyTimes times = new SupplyTimes(Duration.ofMillis(TELL_AFTER), Duration.ofMillis(DISORDER));

    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new SupplyFunction(times)),
        Ping::market,
        OrderEvent::market,
        Types.STRING);
  }

  private void ping(long millis, Long orderId) throws Exception {
    harness.processElement1(new Ping("m", DASHER, orderId, new Fix(millis, here())), millis);
  }

  private void order(long orderId, int version, OrderState state, long millis, Long dasher)
      throws Exception {
    harness.processElement2(
        new OrderEvent("m", orderId, version, state, millis, dasher, here(), null, false), millis);
  }

  /** The newest event is of that time: the watermark lies behind it. */
  private void timeIs(long millis) throws Exception {
    harness.processBothWatermarks(new Watermark(millis - DISORDER - 1));
  }

  private List<MarketSupply> told() {
    return harness.extractOutputValues();
  }

  private MarketSupply last() {
    return told().get(told().size() - 1);
  }

  private MarketSupply at(long minute) {
    return told().stream()
        .filter(supply -> supply.millis() == minute)
        .reduce((before, after) -> after)
        .orElseThrow();
  }

  private List<CellSupply> cells() {
    Queue<StreamRecord<CellSupply>> output = harness.getSideOutput(SupplyFunction.CELLS);

    return output.stream().map(StreamRecord::getValue).toList();
  }

  private static Figures figures(int busy, int idle, int open, int unassigned, int ready) {
    return new Figures(busy, idle, open, unassigned, ready);
  }

  private static Position here() {
    return new Position(37.78, -122.42);
  }
}
