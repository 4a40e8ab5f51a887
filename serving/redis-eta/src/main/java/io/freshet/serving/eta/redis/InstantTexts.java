package io.freshet.serving.eta.redis;

import java.time.Instant;

/**
 * Moments as {@link Instant#toString} prints them; most lie in a minute of which one was printed
 * before. Not thread-safe.
 */
final class InstantTexts {
  private static final long MINUTE_MILLIS = 60_000;
  private static final int MINUTES = 256; // a power of two: more than an order takes

  /** What {@link Instant} prints behind the minute where it is a full one. */
  private static final String FULL_MINUTE = "00Z";

  private final long[] minutes = new long[MINUTES];
  private final String[] texts = new String[MINUTES];

  String of(long millis) {
    StringBuilder text = new StringBuilder(24);
    append(millis, text);

    return text.toString();
  }

  void append(long millis, StringBuilder text) {
    long minute = Math.floorDiv(millis, MINUTE_MILLIS);
    int rest = (int) Math.floorMod(millis, MINUTE_MILLIS);
    text.append(upToMinute(minute));
    append(text, rest / 1000, 2);
    if (rest % 1000 != 0) {
      append(text.append('.'), rest % 1000, 3);
    }
    text.append('Z');
  }

  private String upToMinute(long minute) {
    int slot = (int) Math.floorMod(minute, (long) MINUTES);
    if (texts[slot] == null || minutes[slot] != minute) {
      String whole = Instant.ofEpochMilli(minute * MINUTE_MILLIS).toString();
      texts[slot] = whole.substring(0, whole.length() - FULL_MINUTE.length());
      minutes[slot] = minute;
    }

    return texts[slot];
  }

  private static void append(StringBuilder text, int number, int digits) {
    int unit = digits == 3 ? 100 : 10;
    for (int rest = number; unit > 0; unit /= 10) {
      text.append((char) ('0' + rest / unit));
      rest %= unit;
    }
  }
}
