package io.freshet.cli.output;

import java.time.Duration;
import java.util.Locale;

/** Numbers and durations as people read them. */
public final class Amounts {
  private static final int SECONDS_SHOWN_EXACTLY = 600;

  private Amounts() {}

  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 0.4 s}, {@code 12 s}, {@code 14 min}, {@code 3.2 h}, {@code 6.1 d}. */
  public static String age(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (seconds < SECONDS_SHOWN_EXACTLY) {
      return Math.round(seconds) + " s";
    }
    if (seconds < 2 * 3600) {
      return Math.round(seconds / 60) + " min";
    }
    if (seconds < 2 * 86_400) {
      return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    return String.format(Locale.ROOT, "%.1f d", seconds / 86_400);
  }

  public static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
