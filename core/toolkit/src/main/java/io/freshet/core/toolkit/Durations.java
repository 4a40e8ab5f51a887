package io.freshet.core.toolkit;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}.
 */
public final class Durations {
  private static final Pattern SHORT_FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads {@code 30s} or ISO-8601's {@code PT30S}.
   *
   * @throws IllegalArgumentException when the text is neither, or negative
   */
  public static Duration parse(String text) {
    Matcher matcher = SHORT_FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return parseIso(text);
    }
    long amount = Long.parseLong(matcher.group(1));

    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** Prints whole milliseconds in the shortest form that {@link #parse} reads back. */
  public static String print(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }

    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static Duration parseIso(String text) {
    try {
      Duration duration = Duration.parse(text.strip());
      if (duration.isNegative()) {
        throw new IllegalArgumentException("'%s' is negative".formatted(text));
      }

      return duration;
    } catch (DateTimeParseException notIso) {
      throw new IllegalArgumentException(
          "'%s' is no duration; write 500ms, 30s, 5m, 2h or 7d".formatted(text), notIso);
    }
  }
}
