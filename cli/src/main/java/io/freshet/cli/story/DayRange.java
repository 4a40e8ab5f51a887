package io.freshet.cli.story;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Days without a gap, both ends included. */
record DayRange(LocalDate first, LocalDate last) {
  /**
   * The fewest ranges that hold these days and no other: one event of long ago must not ask for all
   * days since.
   *
   * @param days in ascending order
   */
  static List<DayRange> covering(List<LocalDate> days) {
    List<DayRange> ranges = new ArrayList<>();
    for (LocalDate day : days) {
      int newest = ranges.size() - 1;
      if (newest >= 0 && ranges.get(newest).last().plusDays(1).equals(day)) {
        ranges.set(newest, new DayRange(ranges.get(newest).first(), day));
      } else {
        ranges.add(new DayRange(day, day));
      }
    }

    return ranges;
  }
}
