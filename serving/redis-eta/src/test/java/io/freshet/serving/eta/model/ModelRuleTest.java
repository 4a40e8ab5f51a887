package io.freshet.serving.eta.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.serving.eta.order.EtaFeatures;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.RecordedMoments;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRuleTest {
  private final ModelRule rule = new ModelRule();

  @TempDir private Path root;

  @AfterEach
  void close() {
    rule.close();
  }

  @Test
  void keepsWhatARecordedForecastRestsOnWhereNoModelServes() {
    Forecast forecast = rule.of(RecordedMoments.recorded(1, 400));

    assertThat(forecast.seconds()).isEqualTo(400);
    assertThat(forecast.model()).isNull();
    assertThat(forecast.features()).hasSameSizeAs(EtaFeatures.NAMES);
    assertThat(rule.of(RecordedMoments.between(1, 400)).features()).isNull();
  }

  @Test
  void predictsByTheModelAndStillKeepsWhatItRestsOn() throws Exception {
    Forecast calibrated = RecordedMoments.recorded(1, 400);
    serve("eta-1");

    Forecast forecast = rule.of(calibrated);

    assertThat(forecast.model()).isEqualTo("eta-1");
    assertThat(forecast.seconds()).isNotEqualTo(400).isPositive();
    assertThat(forecast.lateSeconds()).isGreaterThanOrEqualTo(forecast.seconds());
    assertThat(forecast.features()).isEqualTo(EtaFeatures.of(calibrated));
  }

  @Test
  void leavesAMarketToTheCalibrationThatTheModelHasNotLearntFrom() throws Exception {
    ModelFiles models = ModelFiles.in(root, "eta-1");
    models.editManifest("eta-1", "\"kind\"", "\"markets\": [\"elsewhere\"], \"kind\"");
    rule.serve(Optional.of(models.folder().load("eta-1")));

    Forecast forecast = rule.of(RecordedMoments.recorded(1, 400));

    assertThat(forecast.model()).isNull();
    assertThat(forecast.seconds()).isEqualTo(400);
    assertThat(forecast.features()).hasSameSizeAs(EtaFeatures.NAMES);
    assertThat(rule.of(RecordedMoments.between(1, 360, 15)).seconds()).isEqualTo(360);
  }

  @Test
  void correctsWhatComesBetweenAsItDidBefore() throws Exception {
    serve("eta-1");
    Forecast recorded = rule.of(RecordedMoments.recorded(1, 400));

    Forecast between = rule.of(RecordedMoments.between(1, 360, 15));

    assertThat(between.seconds()).isCloseTo(recorded.seconds() * 0.9, within(0.001));
    assertThat(between.lateSeconds()).isCloseTo(recorded.lateSeconds() * 0.9, within(0.001));
    assertThat(between.model()).isEqualTo("eta-1");
  }

  @Test
  void makesUpOnceForWhatTheCalibrationDidNotKnow() throws Exception {
    serve("eta-1");
    Forecast recorded = rule.of(RecordedMoments.recorded(1, 400));

    // Now that it knows where the dasher is; the model has long taken that for granted.
    Forecast between = rule.of(RecordedMoments.between(1, 200, 15));

    assertThat(between.seconds()).isCloseTo(recorded.seconds() - 15, within(0.001));
    assertThat(between.lateSeconds()).isCloseTo(recorded.lateSeconds() - 15, within(0.001));
    assertThat(between.model()).isEqualTo("eta-1");
  }

  @Test
  void knowsNoCorrectionOfAnotherOrderNorOfOneThatIsOver() throws Exception {
    serve("eta-1");
    rule.of(RecordedMoments.recorded(1, 400));

    assertThat(rule.of(RecordedMoments.between(2, 200)).seconds()).isEqualTo(200);
    assertThat(rule.of(RecordedMoments.over(1)).seconds()).isZero();
    assertThat(rule.of(RecordedMoments.between(1, 200)).seconds()).isEqualTo(200);
  }

  @Test
  void letsNoCorrectionOfAModelOutliveIt() throws Exception {
    serve("eta-1");
    rule.of(RecordedMoments.recorded(1, 400));
    rule.serve(Optional.empty());

    Forecast between = rule.of(RecordedMoments.between(1, 200));

    assertThat(between.seconds()).isEqualTo(200);
    assertThat(between.model()).isNull();
  }

  @Test
  void standsInForAModelThatPredictsNoNumber() throws Exception {
    serve("eta-1");
    rule.of(RecordedMoments.recorded(1, 400));

    // Nobody knows the way, not even the calibration: the model adds to no number.
    Forecast forecast = rule.of(RecordedMoments.recorded(1, Double.NaN));

    assertThat(forecast.model()).isNull();
    assertThat(rule.failures()).isEqualTo(1);
    assertThat(rule.of(RecordedMoments.between(1, 200)).seconds()).isEqualTo(200);
  }

  private void serve(String version) throws Exception {
    rule.serve(Optional.of(ModelFiles.in(root, version).folder().load(version)));
  }
}
