package io.freshet.serving.eta.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.Places;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromiseRuleTest {
  private static final long MINUTE = 60_000;

  private final PromiseRule rule = new PromiseRule();
  private final Promise promise = new Promise();

  @Test
  void roundsToHalfAMinute() {
    EtaUpdate told = tell(7_000, 600, Reason.ON_TIME);

    assertThat(told.predictedMillis()).isEqualTo(10 * MINUTE);
    assertThat(told.latestMillis()).isEqualTo(15 * MINUTE);
    assertThat(told.remainingSeconds()).isEqualTo(593);
  }

  @Test
  void staysWhereItIsWhileTheForecastOnlyWavers() {
    tell(0, 600, Reason.ON_TIME);

    assertThat(tell(10_000, 590 - 19, Reason.ON_TIME).predictedMillis()).isEqualTo(10 * MINUTE);
    assertThat(tell(20_000, 580 + 19, Reason.ON_TIME).predictedMillis()).isEqualTo(10 * MINUTE);
  }

  @Test
  void tellsAtOnceThatItComesSooner() {
    tell(0, 600, Reason.ON_TIME);

    assertThat(tell(10_000, 290, Reason.ON_TIME).predictedMillis()).isEqualTo(5 * MINUTE);
  }

  @Test
  void letsTheTimeThatIsLeftStandStillButNeverGrowWithoutACause() {
    tell(0, 600, Reason.ON_TIME);

    EtaUpdate soon = tell(MINUTE, 1_200, 1_300);
    EtaUpdate later = tell(5 * MINUTE, 1_200, 1_300);

    assertThat(soon.remainingSeconds()).isEqualTo(600);
    assertThat(later.remainingSeconds()).isEqualTo(600);
  }

  @Test
  void namesWhatDelaysAnArrivalThatRecedesByMinutes() {
    tell(0, 600, 3_600);

    assertThat(tell(MINUTE, 1_200, 3_540).reason()).isEqualTo(Reason.ON_TIME);
    assertThat(tell(5 * MINUTE, 1_200, 3_300).reason()).isEqualTo(Reason.DELAYED);
  }

  @Test
  void tellsALatestArrivalThatRecedesAtOnceAndNamesWhy() {
    tell(0, 600, 900);

    EtaUpdate little = tell(MINUTE, 540, 980);
    EtaUpdate much = tell(2 * MINUTE, 480, 1_200);

    assertThat(little.latestMillis()).isEqualTo(18 * MINUTE - 30_000);
    assertThat(little.reason()).isEqualTo(Reason.ON_TIME);
    assertThat(much.latestMillis()).isEqualTo(22 * MINUTE);
    assertThat(much.reason()).isEqualTo(Reason.DELAYED);
    assertThat(much.predictedMillis()).isEqualTo(10 * MINUTE);
  }

  @Test
  void followsARiseAtOnceWhoseCauseIsCertainAndNamesIt() {
    tell(0, 600, Reason.ON_TIME);

    EtaUpdate told = tell(MINUTE, 1_200, Reason.REASSIGNED);

    assertThat(told.predictedMillis()).isEqualTo(21 * MINUTE);
    assertThat(told.reason()).isEqualTo(Reason.REASSIGNED);
  }

  @Test
  void namesTheCauseForAsLongAsTheOrderIsLate() {
    tell(0, 600, Reason.ON_TIME);
    tell(MINUTE, 900, Reason.TRAFFIC);

    assertThat(tell(2 * MINUTE, 840, Reason.ON_TIME).reason()).isEqualTo(Reason.TRAFFIC);
    assertThat(tell(3 * MINUTE, 540, Reason.ON_TIME).reason()).isEqualTo(Reason.ON_TIME);
    assertThat(tell(9 * MINUTE, 600, Reason.ON_TIME).reason()).isEqualTo(Reason.DELAYED);
  }

  @Test
  void namesNoCauseWhileTheOrderComesAsItWasTold() {
    tell(0, 600, Reason.ON_TIME);

    assertThat(tell(MINUTE, 600, Reason.DASHER_STOPPED).reason()).isEqualTo(Reason.ON_TIME);
  }

  @Test
  void saysThatNothingIsHeardForAsLongAsThatIsSo() {
    tell(0, 600, Reason.ON_TIME);

    assertThat(tell(3 * MINUTE, 420, Reason.NO_SIGNAL).reason()).isEqualTo(Reason.NO_SIGNAL);
    assertThat(tell(4 * MINUTE, 360, Reason.ON_TIME).reason()).isEqualTo(Reason.ON_TIME);
  }

  @Test
  void aSilenceAloneDelaysNothing() {
    tell(0, 600, Reason.ON_TIME);

    assertThat(tell(3 * MINUTE, 900, Reason.NO_SIGNAL).remainingSeconds()).isEqualTo(600);
  }

  @Test
  void theLatestArrivalIsNeverBeforeTheOneThatIsTold() {
    EtaUpdate told = rule.tell(promise, Forecast.calibrated(moment(0, Reason.ON_TIME), 600, 600));

    assertThat(told.latestMillis()).isGreaterThan(told.predictedMillis());
  }

  @Test
  void anOrderThatIsOverNeedsNoPromise() {
    Moment over =
        new Moment(
            "m",
            1,
            2,
            OrderState.DELIVERED,
            7L,
            MINUTE,
            Stage.TO_CUSTOMER,
            List.of(),
            null,
            -1,
            Places.UNKNOWN,
            MINUTE,
            Reason.ON_TIME,
            null);

    EtaUpdate told = rule.tell(promise, Forecast.calibrated(over, 0, 0));

    assertThat(told.remainingSeconds()).isZero();
    assertThat(promise.isNew()).isTrue();
  }

  private EtaUpdate tell(long millis, double seconds, double lateSeconds) {
    return rule.tell(
        promise, Forecast.calibrated(moment(millis, Reason.ON_TIME), seconds, lateSeconds));
  }

  private EtaUpdate tell(long millis, double seconds, Reason cause) {
    return rule.tell(promise, Forecast.calibrated(moment(millis, cause), seconds, 1.5 * seconds));
  }

  private static Moment moment(long millis, Reason cause) {
    return new Moment(
        "m",
        1,
        1,
        OrderState.PICKED_UP,
        7L,
        millis,
        Stage.TO_CUSTOMER,
        List.of(),
        null,
        1_000,
        Places.UNKNOWN,
        millis,
        cause,
        null);
  }
}
