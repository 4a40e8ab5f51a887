package io.freshet.serving.eta.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final long FROM = 0x8828308281FFFFFL;
  private static final long TO = 0x8828308287FFFFFL;

  @Test
  void startsWithWhatAUsualCourierNeeds() {
    Calibration calibration = new Calibration();

    assertThat(calibration.medianSeconds(road(2_000, 8, true))).isBetween(300.0, 600.0);
    assertThat(calibration.medianSeconds(road(2_000, 8, false))).isBetween(200.0, 450.0);
  }

  @Test
  void learnsTheMedianOfWhatHappened() {
    Calibration calibration = new Calibration();
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      calibration.learn(
          new Outcome(road(2_000, 8, true), 900 * Math.exp(random.nextGaussian() * 0.3)));
    }

    assertThat(calibration.medianSeconds(road(2_000, 8, true))).isCloseTo(900, within(135.0));
  }

  @Test
  void isMovedNoMoreByAnHourThanByAnOrderThatWasHalfLate() {
    Calibration halfLate = new Calibration();
    Calibration anHour = new Calibration();
    Leg leg = road(2_000, 8, true);
    double expected = halfLate.medianSeconds(leg);

    halfLate.learn(new Outcome(leg, 1.5 * expected));
    anHour.learn(new Outcome(leg, 3_600));

    assertThat(anHour.medianSeconds(leg)).isEqualTo(halfLate.medianSeconds(leg));
    assertThat(anHour.medianSeconds(leg)).isCloseTo(expected, within(0.25 * expected));
  }

  @Test
  void predictsLongerWhereTrafficIsSlower() {
    Calibration calibration = new Calibration();

    assertThat(calibration.medianSeconds(road(2_000, 3, false)))
        .isGreaterThan(calibration.medianSeconds(road(2_000, 8, false)));
  }

  @Test
  void learnsThatAPlaceIsHardToReachWithoutBlamingOthers() {
    Calibration calibration = new Calibration();
    Leg hard = road(2_000, 8, false);
    Leg easy =
        new Leg(Stage.TO_CUSTOMER, 0, 2_000, 8, false, 0x88283095A1FFFFFL, 0x88283095B5FFFFFL);
    for (int i = 0; i < 2_000; i++) {
      calibration.learn(new Outcome(hard, 800));
      calibration.learn(new Outcome(easy, 400));
    }

    assertThat(calibration.medianSeconds(hard)).isCloseTo(800, within(80.0));
    assertThat(calibration.medianSeconds(easy)).isCloseTo(400, within(40.0));
  }

  @Test
  void learnsWaitsApartFromRoads() {
    Calibration calibration = new Calibration();
    Leg waiting = Leg.unknown(Stage.PREPARATION, 2, FROM);
    double road = calibration.medianSeconds(road(2_000, 8, false));
    for (int i = 0; i < 2_000; i++) {
      calibration.learn(new Outcome(waiting, 300));
    }

    assertThat(calibration.medianSeconds(waiting)).isCloseTo(300, within(15.0));
    assertThat(calibration.medianSeconds(road(2_000, 8, false))).isEqualTo(road);
  }

  @Test
  void staysBoundedWhateverItIsTaught() {
    Calibration calibration = new Calibration();
    for (int i = 0; i < 10_000; i++) {
      calibration.learn(new Outcome(road(1e9, 40, true), 1e12));
    }

    assertThat(calibration.medianSeconds(road(1e9, 40, true))).isEqualTo(3 * 3600);
    assertThat(calibration.medianSeconds(road(0, 1, true))).isFinite();
  }

  private static Leg road(double meters, double speed, boolean settingOut) {
    return new Leg(Stage.TO_CUSTOMER, 0, meters, speed, settingOut, FROM, TO);
  }
}
