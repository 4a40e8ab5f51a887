package io.freshet.testing.fuzz;

import java.time.Duration;

/**
 * How long a run waits and how large its largest requests are.
 *
 * @param limit for an answer; whatever takes longer hangs
 * @param patience with an answer that need not come
 * @param pause between the parts of a request that is sent slowly
 * @param hugeBytes of the largest bodies; what bombs become is four times that
 */
public record Pace(Duration limit, Duration patience, Duration pause, int hugeBytes) {
  /** For a server in the test's own process, on a machine that may have no time for it. */
  public static Pace quick() {
    return new Pace(Duration.ofMinutes(2), Duration.ofMillis(10), Duration.ofMillis(1), 100_000);
  }

  /** For a server that runs. */
  public static Pace thorough() {
    return new Pace(
        Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ofMillis(50), 9_000_000);
  }
}
