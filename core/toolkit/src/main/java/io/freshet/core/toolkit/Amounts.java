package io.freshet.core.toolkit;

import java.time.Duration;
import java.util.Locale;

/** Numbers, durations and sizes as people read them. */
public final class Amounts {
  private static final int SECONDS_SHOWN_EXACTLY = 600;
  private static final int STEP = 1000;
  private static final String[] SIZES = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};

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

  /** {@code 12 bytes}, {@code 4.2 kB}, {@code 87 MB}: in steps of a thousand, as disks are sold. */
  public static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= STEP && unit < SIZES.length - 1) {
      size /= STEP;
      unit++;
    }

    return unit > 0 && size < 10
        ? String.format(Locale.ROOT, "%.1f %s", size, SIZES[unit])
        : Math.round(size) + " " + SIZES[unit];
  }
}
