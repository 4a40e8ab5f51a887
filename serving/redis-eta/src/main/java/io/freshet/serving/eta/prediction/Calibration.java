package io.freshet.serving.eta.prediction;

import java.util.Arrays;

/**
 * What one market has taught so far about how long legs take: the median duration of a leg, and by
 * how much legs exceed it, learned from stages that are over, one at a time, in bounded space.
 *
 * <p>The logarithm of the duration is a sum of coefficients ({@link LegFeatures}); each lesson
 * moves those that had a say by a step towards what happened. Steps are of bounded size whatever
 * the error (Huber's loss), so that one order that stood for an hour moves as much as one that was
 * half late, and shrink for coefficients that have learned much (AdaGrad).
 *
 * <p>Mutable, with the public fields that Flink's POJO serializer asks for.
 */
public final class Calibration {
  private static final double RATE = 0.1;

  /** An error of a fifth or more counts in full. */
  private static final double FULL_ERROR = 0.2;

  /** Keeps the first steps of a coefficient small. */
  private static final float FIRST_SQUARES = 10;

  /** Moments of setting out are rare beside those on the way, and matter most to who waits. */
  private static final double SETTING_OUT_WEIGHT = 3;

  /** No place makes a leg longer or shorter than by this factor's square root: e^(0.7 × 0.5). */
  private static final double MAX_PLACE = 0.7;

  private static final double USUAL_SECONDS = 600;
  private static final double MAX_SECONDS = 3 * 3600;

  public float[] coefficients = LegFeatures.prior();
  public float[] squares = new float[LegFeatures.COEFFICIENTS];

  /** How many outcomes it has learned from. */
  public long outcomes;

  public Spread spread = new Spread();

  /** The duration that half of such legs don't exceed. */
  public double medianSeconds(Leg leg) {
    return Math.min(MAX_SECONDS, Math.exp(logSeconds(new LegFeatures(leg))));
  }

  /** The duration that nine of ten such legs don't exceed. */
  public double lateSeconds(Leg leg, double medianSeconds) {
    return Math.min(MAX_SECONDS, medianSeconds * spread.factor(leg, medianSeconds));
  }

  public void learn(Outcome outcome) {
    LegFeatures features = new LegFeatures(outcome.leg());
    double expected = logSeconds(features);
    double error = Math.log(Math.max(1, outcome.seconds())) - expected;
    // Before the median learns from it: what is predicted does not know its outcome either.
    spread.learn(outcome.leg(), Math.min(MAX_SECONDS, Math.exp(expected)), error);
    double pull = Math.max(-1, Math.min(1, error / FULL_ERROR)) * weight(outcome.leg(), expected);
    for (int i = 0; i < features.count; i++) {
      move(features.index[i], pull * features.value[i]);
    }
    outcomes++;
  }

  private void move(int index, double pull) {
    squares[index] += (float) (pull * pull);
    double step = RATE * pull / Math.sqrt(FIRST_SQUARES + squares[index]);
    double moved = coefficients[index] + step;
    coefficients[index] =
        (float)
            (LegFeatures.isPlace(index) ? Math.max(-MAX_PLACE, Math.min(MAX_PLACE, moved)) : moved);
  }

  /** Longer legs weigh more: a share of them is more seconds that somebody waits. */
  private static double weight(Leg leg, double expected) {
    double length = Math.sqrt(Math.exp(expected) / USUAL_SECONDS);
    double bounded = Math.max(0.05, Math.min(3, length));

    return leg.settingOut() ? SETTING_OUT_WEIGHT * bounded : bounded;
  }

  private double logSeconds(LegFeatures features) {
    growFromBefore();
    double sum = 0;
    for (int i = 0; i < features.count; i++) {
      sum += coefficients[features.index[i]] * features.value[i];
    }

    return sum;
  }

  /** State of before a stage was known has no coefficients for it yet. */
  private void growFromBefore() {
    int known = coefficients.length;
    if (known < LegFeatures.COEFFICIENTS) {
      float[] grown = LegFeatures.prior();
      System.arraycopy(coefficients, 0, grown, 0, known);
      coefficients = grown;
      squares = Arrays.copyOf(squares, LegFeatures.COEFFICIENTS);
    }
  }
}
