package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.prediction.Calibration;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastRuleTest {
  private static final Leg ROAD = new Leg(Stage.TO_CUSTOMER, 0, 3_000, 8, false, 1, 2);
  private static final Leg COOKING = Leg.unknown(Stage.PREPARATION, 2, 1);
  private static final Leg WAIT = Leg.unknown(Stage.WAIT, 2, 1);

  private final Calibration calibration = new Calibration();

  @Test
  void isLateByLessThanAllItsLegsTogether() {
    Forecast one = forecast(0, ROAD);
    Forecast both = forecast(0, ROAD, ROAD);

    assertThat(one.lateSeconds()).isGreaterThan(1.5 * one.seconds());
    assertThat(both.seconds()).isCloseTo(2 * one.seconds(), within(1e-6));
    assertThat(late(both)).isCloseTo(Math.sqrt(2) * late(one), within(1e-6));
  }

  @Test
  void whoIsSilentGoesOnInTheMiddleButMayStandStill() {
    Forecast seen = forecast(0, ROAD);
    Forecast unseen = forecast(180, ROAD);

    assertThat(unseen.seconds()).isCloseTo(seen.seconds() - 180, within(1e-6));
    assertThat(unseen.lateSeconds()).isEqualTo(seen.lateSeconds());
  }

  @Test
  void whatIsOverdueIsDueAtAnyMoment() {
    double road = forecast(0, ROAD).seconds();

    assertThat(forecast(100_000, ROAD).seconds()).isCloseTo(30, within(1e-6));
    assertThat(forecast(100_000, COOKING, ROAD).seconds()).isCloseTo(30 + road, within(1e-6));
  }

  @Test
  void aWaitCountsFromNowOn() {
    assertThat(forecast(100, WAIT, ROAD).seconds()).isEqualTo(forecast(0, WAIT, ROAD).seconds());
  }

  private static double late(Forecast forecast) {
    return forecast.lateSeconds() - forecast.seconds();
  }

  /**
   * @param age for how many seconds nothing has been heard
   */
  private Forecast forecast(long age, Leg... legs) {
    long now = 1_000_000_000;
    Moment moment =
        new Moment(
            "m",
            1,
            1,
            OrderState.PICKED_UP,
            7L,
            now,
            Stage.TO_CUSTOMER,
            List.of(legs),
            null,
            2_000,
            Places.UNKNOWN,
            now - 1000 * age,
            Reason.ON_TIME,
            null);

    return ForecastRule.of(moment, calibration);
  }
}
