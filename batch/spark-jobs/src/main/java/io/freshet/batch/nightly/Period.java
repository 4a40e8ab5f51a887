package io.freshet.batch.nightly;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** How many local days one partition of a table sums up; it bears the date of the first. */
public enum Period {
  DAY,
  /** From Monday to Sunday. */
  WEEK;

  /** The partition into which a day falls. */
  public LocalDate begin(LocalDate day) {
    return switch (this) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    };
  }

  /** The partition that follows. */
  public LocalDate next(LocalDate begin) {
    return switch (this) {
      case DAY -> begin.plusDays(1);
      case WEEK -> begin.plusWeeks(1);
    };
  }

  /** As receipts name it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
