package io.freshet.core.lake.cut;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;

/**
 * What a cut, its tags and its schema of views are called: {@code cut_2026_11_29_07} holds what
 * happened before 07:00 UTC of that day.
 *
 * @param bound the first instant that is not in it; a full hour
 */
public record CutName(Instant bound) implements Comparable<CutName> {
  public static final String PREFIX = "cut_";

  /** The hours by which the day begins last anywhere on earth. */
  private static final int LAST_MIDNIGHT_HOURS = 12;

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("'" + PREFIX + "'uuuu_MM_dd_HH")
          .withResolverStyle(ResolverStyle.STRICT);

  public CutName {
    if (!bound.equals(bound.truncatedTo(ChronoUnit.HOURS))) {
      throw new FreshetException(
          Fault.CALLER,
          "A cut ends at a full hour, not at %s; right would be %s"
              .formatted(bound, bound.truncatedTo(ChronoUnit.HOURS)));
    }
  }

  /** The newest hour that has passed at that time. */
  static CutName newestAt(Instant watermark) {
    return new CutName(watermark.truncatedTo(ChronoUnit.HOURS));
  }

  /** As {@link #toString} writes it. */
  public static CutName parse(String text) {
    try {
      return new CutName(LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      throw new FreshetException(
          Fault.CALLER,
          "'%s' is no cut such as %s; ./freshet cut list shows those that there are"
              .formatted(text, new CutName(Instant.parse("2026-11-29T07:00:00Z"))),
          e);
    }
  }

  /** The first day that has not ended everywhere on earth at the bound. */
  public LocalDate firstOpenDay() {
    return bound
        .minus(LAST_MIDNIGHT_HOURS, ChronoUnit.HOURS)
        .atOffset(ZoneOffset.UTC)
        .toLocalDate();
  }

  @Override
  public int compareTo(CutName other) {
    return bound.compareTo(other.bound);
  }

  @Override
  public String toString() {
    return FORMAT.format(bound.atOffset(ZoneOffset.UTC));
  }
}
