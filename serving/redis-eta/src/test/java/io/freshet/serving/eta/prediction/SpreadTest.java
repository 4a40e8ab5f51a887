package io.freshet.serving.eta.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final int LEGS = 20_000;
  private static final int JUDGED = 10_000;

  private final Calibration calibration = new Calibration();

  @Test
  void aMarketThatTaughtNothingIsNotSureOfAnything() {
    Leg leg = road(3_000, false);
    double median = calibration.medianSeconds(leg);

    assertThat(calibration.lateSeconds(leg, median) / median).isBetween(1.9, 2.1);
  }

  @Test
  void nineOfTenComeNoLaterHoweverWideTheyScatter() {
    for (double scatter : new double[] {0.1, 0.4, 0.8}) {
      assertThat(coverage(new Calibration(), 3_000, scatter)).isBetween(0.88, 0.92);
    }
  }

  @Test
  void learnsThatShortLegsScatterMoreThanLongOnes() {
    Random random = new Random(1);
    for (int i = 0; i < LEGS; i++) {
      learn(calibration, 200, 0.8, random);
      learn(calibration, 12_000, 0.1, random);
    }

    assertThat(factor(200)).isGreaterThan(2);
    assertThat(factor(12_000)).isLessThan(1.3);
  }

  @Test
  void learnsASettingOutApartFromTheWay() {
    Random random = new Random(1);
    Leg out = road(3_000, true);
    double before = calibration.lateSeconds(out, 600);
    for (int i = 0; i < LEGS; i++) {
      learn(calibration, 3_000, 0.1, random);
    }

    assertThat(calibration.lateSeconds(out, 600)).isEqualTo(before);
  }

  @Test
  void staysBoundedWhateverItIsTaught() {
    for (int i = 0; i < LEGS; i++) {
      calibration.learn(new Outcome(road(0, false), 1e9));
      calibration.learn(new Outcome(road(1e9, true), 1e-9));
    }

    assertThat(calibration.lateSeconds(road(0, false), 1)).isBetween(1.0, 13.0);
    assertThat(calibration.lateSeconds(road(1e9, true), 9_000)).isBetween(9_000.0, 10_800.0);
  }

  private double coverage(Calibration learner, double meters, double scatter) {
    Random random = new Random(2);
    int inTime = 0;
    for (int i = 0; i < LEGS; i++) {
      Leg leg = road(meters, false);
      double median = learner.medianSeconds(leg);
      double actual = 600 * Math.exp(scatter * random.nextGaussian());
      if (i >= LEGS - JUDGED && actual <= learner.lateSeconds(leg, median)) {
        inTime++;
      }
      learner.learn(new Outcome(leg, actual));
    }

    return (double) inTime / JUDGED;
  }

  private static void learn(Calibration learner, double meters, double scatter, Random random) {
    double actual = (100 + meters / 6) * Math.exp(scatter * random.nextGaussian());
    learner.learn(new Outcome(road(meters, false), actual));
  }

  private double factor(double meters) {
    double median = calibration.medianSeconds(road(meters, false));

    return calibration.lateSeconds(road(meters, false), median) / median;
  }

  private static Leg road(double meters, boolean settingOut) {
    return new Leg(Stage.TO_CUSTOMER, 0, meters, 8, settingOut, 1, 2);
  }
}
