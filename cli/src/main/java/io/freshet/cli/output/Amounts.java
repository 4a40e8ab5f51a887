package io.freshet.cli.output;

import java.time.Duration;

/** Numbers and durations as people read them. */
public final class Amounts {
  private Amounts() {}

  public static String count(long number) {
    return io.freshet.core.toolkit.Amounts.count(number);
  }

  /** {@code 0.4 s}, {@code 12 s}, {@code 14 min}, {@code 3.2 h}, {@code 6.1 d}. */
  public static String age(Duration duration) {
    return io.freshet.core.toolkit.Amounts.age(duration);
  }

  public static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
