package io.freshet.serving.live.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When a client that is sent away should come again: not all of them at once. */
final class RetryHint {
  private static final long SHORTEST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 5_000;

  private RetryHint() {}

  static Duration next() {
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(SHORTEST_MILLIS, LONGEST_MILLIS + 1));
  }
}
