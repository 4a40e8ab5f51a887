package io.freshet.testing.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** How long steps took from when they were made until a customer's socket had them. Thread-safe. */
final class StepDelays {
  private final Queue<Duration> delays = new ConcurrentLinkedQueue<>();

  /**
   * Of some steps.
   *
   * @param p50 half of them took that or less; zero where there were none
   */
  record Summary(int count, Duration p50, Duration p99, Duration max) {}

  void add(Duration delay) {
    delays.add(delay);
  }

  /** Those since this was asked last. */
  Summary drain() {
    List<Duration> sorted = drained().stream().sorted().toList();

    return new Summary(
        sorted.size(), percentile(sorted, 0.5), percentile(sorted, 0.99), percentile(sorted, 1));
  }

  private List<Duration> drained() {
    // Whoever adds meanwhile is not left out, but counted the next time.
    int count = delays.size();

    return Stream.generate(delays::remove).limit(count).toList();
  }

  private static Duration percentile(List<Duration> sorted, double share) {
    return sorted.isEmpty()
        ? Duration.ZERO
        : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
