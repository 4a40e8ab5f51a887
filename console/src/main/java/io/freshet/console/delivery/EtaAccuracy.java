package io.freshet.console.delivery;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the table {@code eta_accuracy} says of a day, and of the days before it in short.
 *
 * @param days the newest first
 * @param day that the hours are of; empty where there is none
 * @param hours by market, local hour and stage
 */
public record EtaAccuracy(List<Day> days, Optional<LocalDate> day, List<Hour> hours) {
  public EtaAccuracy {
    days = List.copyOf(days);
    hours = List.copyOf(hours);
  }

  /**
   * What is asked of it.
   *
   * @param table with its namespace
   * @param day empty: the newest that was judged
   */
  public record Asked(String table, Optional<LocalDate> day) {}

  /** One local day of all markets. */
  public record Day(LocalDate day, Tally tally) {}

  /**
   * One row of the table.
   *
   * @param hour of the market's own day, 0 to 23
   * @param stage what orders were waiting for when their arrival was predicted
   * @param medianSeconds half of the errors are no larger; below 0 where orders came later
   */
  public record Hour(String market, int hour, String stage, Tally tally, long medianSeconds) {}

  /** All of them together. */
  public static Tally sum(List<Hour> hours) {
    return hours.stream().map(Hour::tally).reduce(Tally.NOTHING, Tally::plus);
  }

  /**
   * The median of one row; of several the middle of theirs, each as often as it has predictions,
   * which is near the median of all and not the same. Empty where there are no rows.
   */
  public static Optional<Long> median(List<Hour> hours) {
    List<Hour> sorted = new ArrayList<>(hours);
    sorted.sort(Comparator.comparingLong(Hour::medianSeconds));
    long half = (sum(hours).predictions() + 1) / 2;
    long passed = 0;
    for (Hour hour : sorted) {
      passed += hour.tally().predictions();
      if (passed >= half) {
        return Optional.of(hour.medianSeconds());
      }
    }

    return Optional.empty();
  }
}
