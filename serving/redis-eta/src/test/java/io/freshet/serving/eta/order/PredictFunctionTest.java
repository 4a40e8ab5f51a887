package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Lesson;
import io.freshet.serving.eta.prediction.Outcome;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import java.util.Collections;
import java.util.List;
import org.apache.flink.streaming.util.BroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PredictFunctionTest {
  private static final Leg LEG = new Leg(Stage.TO_CUSTOMER, 0, 2_000, 8, true, 1, 2);

  private BroadcastOperatorTestHarness<Moment, Lesson, Forecast> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forBroadcastProcessFunction(
            new PredictFunction(), PredictFunction.CALIBRATIONS);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void predictsBeforeAnythingWasTaught() throws Exception {
    predict("m", List.of(LEG));

    assertThat(last()).isBetween(200.0, 900.0);
  }

  @Test
  void addsUpTheLegsThatAreLeft() throws Exception {
    predict("m", List.of(LEG));
    double one = last();
    predict("m", List.of(LEG, LEG));

    assertThat(last()).isEqualTo(2 * one);
  }

  @Test
  void learnsForTheMarketThatTeaches() throws Exception {
    predict("m", List.of(LEG));
    double before = last();
    Lesson lesson = new Lesson("m", Collections.nCopies(300, new Outcome(LEG, 2_000)));
    harness.processBroadcastElement(lesson, 0);

    predict("m", List.of(LEG));
    assertThat(last()).isGreaterThan(2 * before);
    predict("other", List.of(LEG));
    assertThat(last()).isEqualTo(before);
  }

  private void predict(String market, List<Leg> legs) throws Exception {
    harness.processElement(
        new Moment(
            market,
            1,
            1,
            OrderState.PICKED_UP,
            7L,
            0,
            Stage.TO_CUSTOMER,
            legs,
            null,
            2_000,
            Places.UNKNOWN,
            0,
            Reason.ON_TIME,
            null),
        0);
  }

  private double last() {
    List<Forecast> forecasts = harness.extractOutputValues();

    return forecasts.get(forecasts.size() - 1).seconds();
  }
}
