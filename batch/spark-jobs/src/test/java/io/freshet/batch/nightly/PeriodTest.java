package io.freshet.batch.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PeriodTest {
  private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");

  @Test
  void aWeekRunsFromMondayToSunday() {
    assertThat(Period.WEEK.begin(MONDAY)).isEqualTo(MONDAY);
    assertThat(Period.WEEK.begin(MONDAY.plusDays(6))).isEqualTo(MONDAY);
    assertThat(Period.WEEK.begin(MONDAY.plusDays(7))).isEqualTo(Period.WEEK.next(MONDAY));
  }

  @Test
  void aDayIsItsOwnPartition() {
    assertThat(Period.DAY.begin(MONDAY)).isEqualTo(MONDAY);
    assertThat(Period.DAY.next(MONDAY)).isEqualTo(MONDAY.plusDays(1));
  }
}
