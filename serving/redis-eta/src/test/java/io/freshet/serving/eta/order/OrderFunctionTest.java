package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.prediction.Lesson;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Traffic;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderFunctionTest {
  private static final Position RESTAURANT = new Position(37.7800, -122.4200);
  private static final Position CUSTOMER = new Position(37.7900, -122.4000);
  private static final long CELL = new Cells().cell(RESTAURANT);
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final long RECORD_EVERY = 20;
  private static final long LOOKS_EVERY_MILLIS = 20_000;
  private static final long TOLD_WITHIN_MILLIS = 2 * LOOKS_EVERY_MILLIS;

  private KeyedBroadcastOperatorTestHarness<OrderKey, OrderSignal, CellSpeed, Moment> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forKeyedBroadcastProcessFunction(
            function(), OrderSignal::key, TypeInformation.of(OrderKey.class), OrderFunction.SPEEDS);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void restsOnTheRollingSpeedOfThePlace() throws Exception {
    harness.processBroadcastElement(new CellSpeed("m", CELL, 3_000_000, 1_000_000, FOR_EVER), 0);

    step(1, OrderState.PICKED_UP, 0);

    assertThat(lastMoment().basis()).isEqualTo(Traffic.Basis.CELL);
    assertThat(lastMoment().legs().get(0).speed()).isBetween(2.99, 3.01);
  }

  @Test
  void doesNotListenToAnotherMarket() throws Exception {
    harness.processBroadcastElement(
        new CellSpeed("other", CELL, 3_000_000, 1_000_000, FOR_EVER), 0);

    step(1, OrderState.PICKED_UP, 0);

    assertThat(lastMoment().basis()).isEqualTo(Traffic.Basis.USUAL);
  }

  @Test
  void forgetsASpeedThatSaysNothingAnyMore() throws Exception {
    harness.processBroadcastElement(new CellSpeed("m", CELL, 3_000_000, 1_000_000, FOR_EVER), 0);
    harness.processBroadcastElement(CellSpeed.nothing("m", CELL), 0);

    step(1, OrderState.PICKED_UP, 0);

    assertThat(lastMoment().basis()).isEqualTo(Traffic.Basis.USUAL);
  }

  @Test
  void teachesAndForgetsAnOrderThatIsDelivered() throws Exception {
    step(1, OrderState.PICKED_UP, 0);
    step(2, OrderState.DELIVERED, 600);

    Lesson lesson = harness.getSideOutput(OrderFunction.LESSONS).element().getValue();
    assertThat(lesson.outcomes()).extracting(outcome -> outcome.seconds()).containsExactly(600.0);
    assertThat(orders()).isZero();
  }

  @Test
  void doesNotTakeUpAnOrderThatItOnlySaw() throws Exception {
    harness.processElement(
        OrderSignal.of(new Sighting("m", 1, 7, new Fix(1_000, RESTAURANT))), 1_000);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(orders()).isZero();
  }

  @Test
  void tellsOfOverdueSightingsOnlyWhatIsRecorded() throws Exception {
    step(1, OrderState.PICKED_UP, 0);

    overdue(RECORD_EVERY - 1);
    assertThat(moments()).extracting(Moment::millis).containsExactly(0L);

    overdue(RECORD_EVERY);
    assertThat(moments()).extracting(Moment::millis).containsExactly(0L, RECORD_EVERY * 1000);
  }

  @Test
  void tellsTheNewestOverdueSightingWhenNoneComesAnyMore() throws Exception {
    harness.setProcessingTime(1_000_000);
    step(1, OrderState.PICKED_UP, 0);
    overdue(3);
    overdue(6);
    assertThat(moments()).hasSize(1);

    harness.setProcessingTime(1_000_000 + TOLD_WITHIN_MILLIS);

    assertThat(moments()).extracting(Moment::millis).containsExactly(0L, 6_000L);
    assertThat(lastMoment().recorded()).isFalse();
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void repeatsNothingByTheClockWhileTheOrderIsToldAnyway() throws Exception {
    harness.setProcessingTime(1_000_000);
    step(1, OrderState.PICKED_UP, 0);
    overdue(4);
    harness.setProcessingTime(1_000_000 + LOOKS_EVERY_MILLIS / 2);
    overdue(RECORD_EVERY);
    overdue(RECORD_EVERY + 4);
    assertThat(moments()).extracting(Moment::millis).containsExactly(0L, RECORD_EVERY * 1000);

    harness.setProcessingTime(1_000_000 + LOOKS_EVERY_MILLIS);
    assertThat(moments()).hasSize(2);

    harness.setProcessingTime(1_000_000 + LOOKS_EVERY_MILLIS / 2 + TOLD_WITHIN_MILLIS);
    assertThat(lastMoment().millis()).isEqualTo((RECORD_EVERY + 4) * 1000);
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void looksNoMoreOnceTheNewestIsTold() throws Exception {
    harness.setProcessingTime(1_000_000);
    step(1, OrderState.PICKED_UP, 0);
    overdue(3);
    sight(6);

    harness.setProcessingTime(1_000_000 + TOLD_WITHIN_MILLIS);

    assertThat(moments()).extracting(Moment::millis).containsExactly(0L, 6_000L);
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void tellsTheNewestOverdueSightingAfterARestart() throws Exception {
    harness.setProcessingTime(1_000_000);
    step(1, OrderState.PICKED_UP, 0);
    overdue(3);
    reopen(harness.snapshot(1, 1));

    harness.setProcessingTime(1_000_000 + LOOKS_EVERY_MILLIS);

    assertThat(moments()).extracting(Moment::millis).containsExactly(3_000L);
  }

  @Test
  void tellsNothingOfOverdueSightingsOnceAStepHasCome() throws Exception {
    harness.setProcessingTime(1_000_000);
    step(1, OrderState.PICKED_UP, 0);
    overdue(3);
    step(2, OrderState.DELIVERED, 6);

    harness.setProcessingTime(1_000_000 + TOLD_WITHIN_MILLIS);

    assertThat(moments()).extracting(Moment::millis).containsExactly(0L, 6_000L);
  }

  @Test
  void recordsNothingBecauseTheClockHasRecalledIt() throws Exception {
    harness.setProcessingTime(1_000_000);
    step(1, OrderState.DASHER_ASSIGNED, 0);
    overdue(25);
    overdue(26);
    step(2, OrderState.PICKED_UP, 2); // late: recorded at a time from which 26 s is due

    harness.setProcessingTime(1_000_000 + TOLD_WITHIN_MILLIS);

    assertThat(lastMoment().millis()).isEqualTo(26_000);
    assertThat(lastMoment().recorded()).isFalse();
  }

  @Test
  void forgetsAnOrderThatNobodyEnds() throws Exception {
    step(1, OrderState.CREATED, 0);

    harness.processWatermark(AssignmentFunction.REMEMBER_MILLIS);
    harness.processBroadcastWatermark(new Watermark(AssignmentFunction.REMEMBER_MILLIS));

    assertThat(orders()).isZero();
  }

  @Test
  void setsOneTimerForAnOrderAndNoneForOneThatIsOver() throws Exception {
    step(1, OrderState.CREATED, 0);
    step(2, OrderState.READY, 300);
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);

    step(3, OrderState.CANCELLED, 600);
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void doesNotForgetAnOrderThatWentOn() throws Exception {
    long before = AssignmentFunction.REMEMBER_MILLIS;
    step(1, OrderState.CREATED, 0);
    step(2, OrderState.READY, 300);

    harness.processWatermark(before);
    harness.processBroadcastWatermark(new Watermark(before));
    assertThat(orders()).isEqualTo(1);

    harness.processWatermark(before + 300_000);
    harness.processBroadcastWatermark(new Watermark(before + 300_000));
    assertThat(orders()).isZero();
  }

  @Test
  void goesOnFromACheckpoint() throws Exception {
    step(1, OrderState.PICKED_UP, 0);
    reopen(harness.snapshot(1, 1));
    step(2, OrderState.DELIVERED, 600);

    Lesson lesson = harness.getSideOutput(OrderFunction.LESSONS).element().getValue();
    assertThat(lesson.outcomes()).extracting(outcome -> outcome.seconds()).containsExactly(600.0);
  }

  @Test
  void saysOnceInThreeMinutesThatNothingIsHeard() throws Exception {
    step(1, OrderState.PICKED_UP, 0);
    sight(60);

    time(239);
    assertThat(harness.extractOutputValues()).hasSize(2);
    time(240);
    assertThat(lastMoment().cause()).isEqualTo(Reason.NO_SIGNAL);
    assertThat(lastMoment().millis()).isEqualTo(240_000);
    assertThat(lastMoment().knownAt()).isEqualTo(60_000);
    time(419);
    assertThat(harness.extractOutputValues()).hasSize(3);
    time(420);
    assertThat(harness.extractOutputValues()).hasSize(4);
  }

  @Test
  void hearsAgainAfterASilence() throws Exception {
    step(1, OrderState.PICKED_UP, 0);
    time(180);
    sight(200);

    assertThat(lastMoment().cause()).isEqualTo(Reason.ON_TIME);
    time(379);
    assertThat(harness.extractOutputValues()).hasSize(3);
    time(380);
    assertThat(lastMoment().cause()).isEqualTo(Reason.NO_SIGNAL);
  }

  @Test
  void saysNothingMoreOfAnOrderThatIsSilentForAnHour() throws Exception {
    step(1, OrderState.PICKED_UP, 0);
    time(3_600);
    int said = harness.extractOutputValues().size();

    time(20_000);
    assertThat(harness.extractOutputValues()).hasSize(said);
    sight(20_001);
    time(20_181);

    assertThat(lastMoment().cause()).isEqualTo(Reason.NO_SIGNAL);
  }

  private static OrderFunction function() {
    return new OrderFunction(Duration.ofSeconds(RECORD_EVERY), Duration.ofMinutes(3), "");
  }

  private void reopen(OperatorSubtaskState snapshot) throws Exception {
    harness.close();
    harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(function(), List.of(OrderFunction.SPEEDS)),
            OrderSignal::key,
            TypeInformation.of(OrderKey.class),
            1,
            1,
            0);
    harness.initializeState(snapshot);
    harness.open();
  }

  private void time(long seconds) throws Exception {
    harness.processWatermark(seconds * 1000);
    harness.processBroadcastWatermark(new Watermark(seconds * 1000));
  }

  private void sight(long seconds) throws Exception {
    long millis = seconds * 1000;
    harness.processElement(
        OrderSignal.of(new Sighting("m", 1, 7, new Fix(millis, RESTAURANT))), millis);
  }

  private void overdue(long seconds) throws Exception {
    long millis = seconds * 1000;
    harness.processElement(
        OrderSignal.of(new Sighting("m", 1, 7, new Fix(millis, RESTAURANT), true)), millis);
  }

  private List<Moment> moments() {
    return harness.extractOutputValues();
  }

  private void step(int version, OrderState state, long seconds) throws Exception {
    long millis = seconds * 1000;
    harness.processElement(
        OrderSignal.of(
            new OrderEvent("m", 1, version, state, millis, 7L, RESTAURANT, CUSTOMER, false)),
        millis);
  }

  private Moment lastMoment() {
    return harness.extractOutputValues().get(harness.extractOutputValues().size() - 1);
  }

  /** How many orders are remembered. */
  private int orders() {
    AbstractStreamOperator<Moment> operator =
        (AbstractStreamOperator<Moment>) harness.getOperator();

    return ((AbstractKeyedStateBackend<?>) operator.getKeyedStateBackend())
        .numKeyValueStateEntries();
  }
}
