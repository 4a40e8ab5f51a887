package io.freshet.core.envelope.stream;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Where in a stream a reading begins; the same in each of its partitions. */
public sealed interface StreamStart {
  /** The oldest event that the stream still holds. */
  record Earliest() implements StreamStart {}

  /** What comes from now on. */
  record Latest() implements StreamStart {}

  /** The first event that was received then or later. */
  record Since(Instant receivedAt) implements StreamStart {}

  /** This offset, or the nearest that a partition has. */
  record Offset(long offset) implements StreamStart {}

  /**
   * Reads what a user writes: {@code earliest}, {@code latest}, an offset, a time such as {@code
   * 2026-03-01T10:00:00Z}, a day in UTC, or how long ago, such as {@code 10m}.
   */
  static StreamStart parse(String text, Instant now) {
    if (text.equals("earliest")) {
      return new Earliest();
    }
    if (text.equals("latest")) {
      return new Latest();
    }
    if (text.matches("\\d{1,18}")) {
      return new Offset(Long.parseLong(text));
    }
    try {
      return new Since(text.contains("-") ? time(text) : now.minus(Durations.parse(text)));
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw new FreshetException(
          Fault.CALLER,
          "'%s' is no place in a stream; write earliest, latest, an offset, a time such as %s, or how long ago, such as 10m"
              .formatted(text, now.truncatedTo(ChronoUnit.SECONDS)),
          e);
    }
  }

  private static Instant time(String text) {
    return text.contains("T")
        ? Instant.parse(text)
        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
