package io.freshet.serving.eta.prediction;

import java.util.Arrays;

/**
 * By how much legs take longer than their median, in one market: the logarithm of the factor that
 * nine of ten of them don't exceed, for each stage, for setting out and for being on the way, and
 * for short legs and long ones. Learned one leg at a time, in bounded space: each lesson moves the
 * factors of its length by a small step, nine times as far up as down (stochastic steps towards the
 * quantile). A market that has taught nothing yet has a wide one.
 *
 * <p>Mutable, with the public fields that Flink's POJO serializer asks for.
 */
public final class Spread {
  /** Lengths double from one to the next, from half a minute on. */
  private static final int LENGTHS = 9;

  private static final double SHORTEST_SECONDS = 30;
  private static final double LATE_SHARE = 0.9;

  /** Twice the median. */
  private static final float UNTAUGHT = 0.7f;

  private static final double LEAST = 0.03;
  private static final double MOST = 2.5;
  private static final double FIRST_STEP = 0.15;

  /** So that it follows a market that changes; the share of a tenth wavers by a hundredth. */
  private static final double LEAST_STEP = 0.004;

  public float[] logs = untaught();

  /** How many lessons each of them had. */
  public float[] lessons = new float[logs.length];

  /** The factor by which a leg of that median is late if one of ten is later. */
  double factor(Leg leg, double median) {
    double at = length(median);
    int shorter = (int) at;
    double share = at - shorter;
    int index = index(leg) + shorter;

    return Math.exp((1 - share) * logs[index] + share * logs[index + 1]);
  }

  /**
   * @param error logarithm of the actual duration over the median that was expected
   */
  void learn(Leg leg, double median, double error) {
    double at = length(median);
    int shorter = (int) at;
    double share = at - shorter;
    int index = index(leg) + shorter;
    boolean later = error > (1 - share) * logs[index] + share * logs[index + 1];
    move(index, 1 - share, later);
    move(index + 1, share, later);
  }

  private void move(int index, double share, boolean later) {
    double step = Math.max(LEAST_STEP, FIRST_STEP / Math.sqrt(1 + lessons[index]));
    double moved = logs[index] + share * step * (later ? LATE_SHARE : LATE_SHARE - 1);
    logs[index] = (float) Math.max(LEAST, Math.min(MOST, moved));
    lessons[index] += (float) share;
  }

  /** Between 0 and just below the last of the lengths. */
  private static double length(double median) {
    double doublings = Math.log(Math.max(1, median / SHORTEST_SECONDS)) / Math.log(2);

    return Math.min(doublings, LENGTHS - 1.001);
  }

  private static int index(Leg leg) {
    return (2 * leg.stage().ordinal() + (leg.settingOut() ? 1 : 0)) * LENGTHS;
  }

  private static float[] untaught() {
    float[] logs = new float[2 * Stage.values().length * LENGTHS];
    Arrays.fill(logs, UNTAUGHT);

    return logs;
  }
}
