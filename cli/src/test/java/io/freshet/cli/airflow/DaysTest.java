package io.freshet.cli.airflow;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DaysTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  @Test
  void takesADayThatHasBegunSomewhere() {
    assertThatCode(() -> Days.requireBegun(LocalDate.parse("2026-03-02"), NOON))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesADayThatHasBegunNowhere() {
    assertThatThrownBy(() -> Days.requireBegun(LocalDate.parse("2026-03-03"), NOON))
        .isInstanceOf(FreshetException.class)
        .hasMessage("2026-03-03 has not begun anywhere yet; the newest day is 2026-03-02");
  }
}
