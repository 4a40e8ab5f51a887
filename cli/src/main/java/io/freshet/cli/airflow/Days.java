package io.freshet.cli.airflow;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The days that a DAG may be run for. */
final class Days {
  /** Where a day begins first. */
  private static final ZoneOffset FAR_EAST = ZoneOffset.ofHours(14);

  private Days() {}

  /** Refuses a day that no market has seen the beginning of. */
  static void requireBegun(LocalDate day, InstantSource clock) {
    LocalDate newest = LocalDate.ofInstant(clock.instant(), FAR_EAST);
    if (day.isAfter(newest)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has not begun anywhere yet; the newest day is %s".formatted(day, newest));
    }
  }
}
