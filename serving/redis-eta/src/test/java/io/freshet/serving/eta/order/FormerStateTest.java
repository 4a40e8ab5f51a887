package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Lesson;
import io.freshet.serving.eta.prediction.Outcome;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.util.BroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the job kept before there was a wait, a cause or a spread, as its own classes of then wrote
 * it: order 1 is ready, order 2 has a dasher that was seen a minute later, order 3 is picked up,
 * all at second 1,000; market {@code m} has taught 300 times that a leg takes 2,000 s.
 */
class FormerStateTest {
  private static final Position RESTAURANT = new Position(37.7800, -122.4200);
  private static final Position CUSTOMER = new Position(37.7900, -122.4000);
  private static final Leg TAUGHT =
      new Leg(Stage.TO_CUSTOMER, 0, 2_000, 8, true, 0x8828308281FFFFFL, 0x8828308287FFFFFL);

  /** What those classes predicted for that leg, in seconds. */
  private static final double PREDICTED_THEN = 2_000;

  @TempDir private Path folder;

  @Test
  void goesOnWithOrdersThatWereOpenThen() throws Exception {
    try (KeyedBroadcastOperatorTestHarness<OrderKey, OrderSignal, CellSpeed, Moment> orders =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new OrderFunction(Duration.ofSeconds(20), Duration.ofMinutes(3), ""),
                List.of(OrderFunction.SPEEDS)),
            OrderSignal::key,
            TypeInformation.of(OrderKey.class),
            1,
            1,
            0)) {
      orders.initializeState(kept("orders"));
      orders.open();

      orders.processElement(step(1, OrderState.DASHER_ASSIGNED, 1_400), 1_400_000);
      orders.processElement(
          OrderSignal.of(new Sighting("m", 2, 7, new Fix(1_120_000, RESTAURANT))), 1_120_000);
      orders.processElement(step(2, OrderState.PICKED_UP, 1_200), 1_200_000);
      orders.processElement(step(3, OrderState.DELIVERED, 1_500), 1_500_000);

      assertThat(orders.extractOutputValues())
          .extracting(Moment::stage)
          .containsExactly(Stage.TO_RESTAURANT, Stage.WAIT, Stage.TO_CUSTOMER, Stage.TO_CUSTOMER);
      assertThat(orders.getSideOutput(OrderFunction.LESSONS))
          .flatExtracting(lesson -> lesson.getValue().outcomes())
          .extracting(Outcome::seconds)
          .containsExactly(200.0, 60.0, 80.0, 500.0);
    }
  }

  @Test
  void goesOnWithWhatMarketsHadTaught() throws Exception {
    try (BroadcastOperatorTestHarness<Moment, Lesson, Forecast> predictions =
        new BroadcastOperatorTestHarness<>(
            new CoBroadcastWithNonKeyedOperator<>(
                new PredictFunction(), List.of(PredictFunction.CALIBRATIONS)),
            1,
            1,
            0)) {
      predictions.initializeState(kept("predictions"));
      predictions.open();

      predictions.processElement(moment(TAUGHT), 0);
      Leg wait = Leg.unknown(Stage.WAIT, 2, 1);
      predictions.processBroadcastElement(
          new Lesson("m", Collections.nCopies(300, new Outcome(wait, 900))), 0);
      predictions.processElement(moment(TAUGHT), 0);
      predictions.processElement(moment(wait), 0);

      assertThat(predictions.extractOutputValues())
          .extracting(Forecast::seconds)
          .satisfiesExactly(
              before -> assertThat(before).isCloseTo(PREDICTED_THEN, within(0.5)),
              after -> assertThat(after).isCloseTo(PREDICTED_THEN, within(0.5)),
              learned -> assertThat(learned).isBetween(600.0, 1_000.0));
    }
  }

  private static OrderSignal step(long order, OrderState state, long seconds) {
    return OrderSignal.of(
        new OrderEvent("m", order, 2, state, seconds * 1000, 7L, RESTAURANT, CUSTOMER, false));
  }

  private static Moment moment(Leg leg) {
    return new Moment(
        "m",
        1,
        1,
        OrderState.PICKED_UP,
        7L,
        0,
        leg.stage(),
        List.of(leg),
        null,
        2_000,
        Places.UNKNOWN,
        0,
        Reason.ON_TIME,
        null);
  }

  private OperatorSubtaskState kept(String name) throws Exception {
    Path file = folder.resolve(name);
    try (InputStream packed = getClass().getResourceAsStream("/former-state/" + name + ".gz")) {
      Files.copy(new GZIPInputStream(packed), file);
    }

    return OperatorSnapshotUtil.readStateHandle(file.toString());
  }
}
