package io.freshet.console.page;

import io.freshet.console.receipts.JobFigure;
import io.freshet.core.toolkit.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** How pages say things; what templates call. */
public final class Texts {
  public static final String NOTHING = "–";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Texts() {}

  /** {@code 2026-11-29 07:00:00}, UTC as everywhere. */
  public static String moment(Instant at) {
    return MOMENT.format(at);
  }

  public static String count(long number) {
    return Amounts.count(number);
  }

  /** A figure of a job's receipt with its unit. */
  public static String figure(JobFigure figure, double value) {
    return switch (figure) {
      case DAYS, ROWS, INPUT_FILES, INPUT_ROWS, ATTEMPTS -> count(Math.round(value));
      case INPUT_BYTES, WRITTEN_BYTES -> bytes(Math.round(value));
      case DURATION_SECONDS, CPU_SECONDS -> age(Duration.ofMillis(Math.round(value * 1000)));
    };
  }

  public static String bytes(long bytes) {
    return Amounts.bytes(bytes);
  }

  public static String age(Duration age) {
    return Amounts.age(age);
  }

  /** {@code 780 ms}, {@code 13.0 s}, as maintenance says it; a negative one has its sign. */
  public static String seconds(Optional<Double> seconds) {
    return seconds
        .map(
            value ->
                Math.abs(value) < 1
                    ? String.format(Locale.ROOT, "%.0f ms", value * 1000)
                    : String.format(Locale.ROOT, "%.1f s", value))
        .orElse(NOTHING);
  }

  public static String age(Optional<Duration> age) {
    return age.map(Amounts::age).orElse(NOTHING);
  }

  /** {@code 60 s} rather than {@code 60.0 s}: contracts are written in whole units. */
  public static String budget(Duration budget) {
    long seconds = budget.toSeconds();
    if (seconds % 86_400 == 0) {
      return days(seconds / 86_400);
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    }

    return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + " min" : seconds + " s";
  }

  private static String days(long days) {
    return days == 1 ? "1 day" : count(days) + " days";
  }

  /** {@code 1 table}, {@code 24 tables}. */
  public static String plural(long number, String one, String many) {
    return count(number) + " " + (number == 1 ? one : many);
  }

  public static String joined(Collection<?> words) {
    return String.join(", ", words.stream().map(String::valueOf).toList());
  }

  /** A name in pieces, between which a line may end. */
  public static String[] pieces(String name) {
    return name.split("(?<=[._])");
  }

  /** An enum's constant as people write it. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** How wide a bar of a hundred is, of a part that may exceed the whole. */
  public static int percent(double share) {
    return (int) Math.round(100 * Math.max(0, Math.min(1, share)));
  }
}
