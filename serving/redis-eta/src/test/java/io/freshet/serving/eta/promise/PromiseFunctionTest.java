package io.freshet.serving.eta.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.OrderKey;
import io.freshet.serving.eta.order.Places;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromiseFunctionTest {
  private KeyedOneInputStreamOperatorTestHarness<OrderKey, Forecast, EtaUpdate> harness;

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
  void keepsThePromisesOfOrdersApart() throws Exception {
    forecast(1, OrderState.PICKED_UP, 0, 600);
    forecast(2, OrderState.PICKED_UP, 0, 1_200);

    assertThat(harness.extractOutputValues())
        .extracting(EtaUpdate::remainingSeconds)
        .containsExactly(600, 1_200);
  }

  @Test
  void remembersAPromiseOverACheckpoint() throws Exception {
    forecast(1, OrderState.PICKED_UP, 0, 600);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();

    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
    forecast(1, OrderState.PICKED_UP, 30_000, 6_000);

    assertThat(harness.extractOutputValues())
        .extracting(EtaUpdate::remainingSeconds)
        .containsExactly(600);
  }

  @Test
  void forgetsAnOrderThatIsOver() throws Exception {
    forecast(1, OrderState.PICKED_UP, 0, 600);
    forecast(1, OrderState.DELIVERED, 60_000, 0);

    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void forgetsAnOrderThatNobodyEndsADayAfterItsLastForecast() throws Exception {
    forecast(1, OrderState.PICKED_UP, 0, 600);
    forecast(1, OrderState.PICKED_UP, 60_000, 600);

    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    harness.processWatermark(PromiseFunction.REMEMBER_MILLIS);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    harness.processWatermark(PromiseFunction.REMEMBER_MILLIS + 60_000);
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  private void forecast(long order, OrderState state, long millis, double seconds)
      throws Exception {
    Moment moment =
        new Moment(
            "m",
            order,
            1,
            state,
            7L,
            millis,
            Stage.TO_CUSTOMER,
            List.of(),
            null,
            1_000,
            Places.UNKNOWN,
            millis,
            Reason.ON_TIME,
            null);
    harness.processElement(Forecast.calibrated(moment, seconds, 1.5 * seconds), millis);
  }

  private static KeyedOneInputStreamOperatorTestHarness<OrderKey, Forecast, EtaUpdate> harness()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new PromiseFunction()),
        forecast -> new OrderKey(forecast.moment().market(), forecast.moment().orderId()),
        TypeInformation.of(OrderKey.class));
  }
}
