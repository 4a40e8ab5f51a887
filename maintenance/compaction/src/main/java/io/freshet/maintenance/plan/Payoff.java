package io.freshet.maintenance.plan;

import java.util.Locale;

/**
 * What merging files is expected to save and to cost.
 *
 * @param filesSaved how many fewer whoever reads the partition opens
 * @param secondsSaved by each reading of the partition
 * @param cpuSeconds once
 */
public record Payoff(int filesSaved, double secondsSaved, double cpuSeconds) {
  static Payoff of(int filesSaved, double secondsPerFile, double cpuSeconds) {
    return new Payoff(filesSaved, filesSaved * secondsPerFile, cpuSeconds);
  }

  /** By which what pays most is found. */
  double perCpuSecond() {
    return secondsSaved / cpuSeconds;
  }

  String describe() {
    return "a reader opens %d files fewer and saves %s, for %s of CPU"
        .formatted(filesSaved, duration(secondsSaved), duration(cpuSeconds));
  }

  private static String duration(double seconds) {
    return seconds < 1
        ? String.format(Locale.ROOT, "%.0f ms", seconds * 1000)
        : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
