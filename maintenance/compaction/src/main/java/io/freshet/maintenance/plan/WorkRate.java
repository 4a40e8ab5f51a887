package io.freshet.maintenance.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What a rewrite costs: something for beginning it, and something for each byte.
 *
 * @param cpuSecondsPerStep paid however few bytes there are
 */
public record WorkRate(double cpuSecondsPerStep, double bytesPerCpuSecond) {
  /** With fewer than these a line through them says more of chance than of work. */
  private static final int FEWEST = 5;

  /** A rewrite that was done. */
  public record Sample(long bytes, double cpuSeconds) {}

  /**
   * The line through what was measured, by the Theil-Sen estimator: the median of the slopes of all
   * pairs, which a few bad days do not move (Sen, <i>Estimates of the Regression Coefficient Based
   * on Kendall's Tau</i>, 1968).
   *
   * @param assumed taken where too little was measured, or all of it was of one size
   */
  public static WorkRate fit(List<Sample> samples, WorkRate assumed) {
    List<Double> slopes = slopes(samples);
    if (samples.size() < FEWEST || slopes.isEmpty()) {
      return assumed;
    }
    double perByte = Median.of(slopes);
    if (perByte <= 0) {
      return assumed;
    }
    double perStep =
        Median.of(
            samples.stream()
                .map(sample -> sample.cpuSeconds() - perByte * sample.bytes())
                .toList());

    return new WorkRate(Math.max(0, perStep), 1 / perByte);
  }

  private static List<Double> slopes(List<Sample> samples) {
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      for (int j = 0; j < i; j++) {
        long bytes = samples.get(i).bytes() - samples.get(j).bytes();
        if (bytes != 0) {
          slopes.add((samples.get(i).cpuSeconds() - samples.get(j).cpuSeconds()) / bytes);
        }
      }
    }

    return slopes;
  }

  public double cpuSeconds(long bytes) {
    return cpuSecondsPerStep + bytes / bytesPerCpuSecond;
  }

  /** How many bytes so much is enough for. */
  public long bytesFor(double cpuSeconds) {
    return (long) Math.max(0, (cpuSeconds - cpuSecondsPerStep) * bytesPerCpuSecond);
  }
}
