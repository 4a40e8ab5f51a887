package io.freshet.deploy.platform;

import io.freshet.deploy.company.CompanyValues.PoolSize;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How Flink's autoscaler is to size an application whose tables may be so stale. What fell behind
 * while it scaled must be read within half the budget; the tighter that is, the more processors are
 * kept in reserve and the sooner it looks.
 */
final class Autoscaling {
  private static final Duration TIGHT = Duration.ofMinutes(1);
  private static final Duration EASY = Duration.ofMinutes(5);

  private Autoscaling() {}

  static Map<String, String> options(Duration budget, PoolSize size) {
    Map<String, String> options = new TreeMap<>();
    boolean isScaled = size.maxParallelism() > size.parallelism();
    options.put("job.autoscaler.enabled", Boolean.toString(isScaled));
    if (!isScaled) {
      return options;
    }
    options.put("job.autoscaler.catch-up.duration", seconds(budget.dividedBy(2)));
    options.put("job.autoscaler.backlog-processing.lag-threshold", seconds(budget));
    options.put("job.autoscaler.utilization.target", utilization(budget));
    options.put(
        "job.autoscaler.metrics.window",
        seconds(within(budget.multipliedBy(3), Duration.ofMinutes(3), Duration.ofMinutes(15))));
    options.put(
        "job.autoscaler.stabilization.interval",
        seconds(within(budget.multipliedBy(2), Duration.ofMinutes(2), Duration.ofMinutes(10))));
    // What it takes is measured, and reckoned with before the next time.
    options.put("job.autoscaler.restart.time-tracking.enabled", "true");
    options.put("job.autoscaler.scale-down.interval", "1 h");
    options.put("job.autoscaler.vertex.min-parallelism", Integer.toString(1));
    options.put("job.autoscaler.vertex.max-parallelism", Integer.toString(size.maxParallelism()));

    return options;
  }

  private static String utilization(Duration budget) {
    if (budget.compareTo(TIGHT) <= 0) {
      return "0.6";
    }

    return budget.compareTo(EASY) <= 0 ? "0.7" : "0.8";
  }

  private static Duration within(Duration duration, Duration least, Duration most) {
    if (duration.compareTo(least) < 0) {
      return least;
    }

    return duration.compareTo(most) > 0 ? most : duration;
  }

  /** As Flink reads it; never less than one. */
  private static String seconds(Duration duration) {
    return Math.max(1, duration.toSeconds()) + " s";
  }
}
