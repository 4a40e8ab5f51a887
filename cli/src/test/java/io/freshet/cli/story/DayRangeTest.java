package io.freshet.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayRangeTest {
  private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");
  private static final LocalDate TODAY = LocalDate.parse("2026-11-22");

  @Test
  void joinsDaysThatFollowEachOther() {
    assertThat(DayRange.covering(List.of(MONDAY, MONDAY.plusDays(1), MONDAY.plusDays(2))))
        .containsExactly(new DayRange(MONDAY, MONDAY.plusDays(2)));
  }

  @Test
  void leavesOutTheYearsBetweenARecordingAndToday() {
    assertThat(DayRange.covering(List.of(MONDAY, TODAY)))
        .containsExactly(new DayRange(MONDAY, MONDAY), new DayRange(TODAY, TODAY));
  }

  @Test
  void coversNothingWithNothing() {
    assertThat(DayRange.covering(List.of())).isEmpty();
  }
}
