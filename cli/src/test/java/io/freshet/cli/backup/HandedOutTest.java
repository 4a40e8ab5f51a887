package io.freshet.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HandedOutTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  @Test
  void isMoreThanWasMadeSinceTheBackup() {
    Instant tomorrow = NOON.plus(Duration.ofDays(1));

    assertThat(HandedOut.orders(NOON, tomorrow)).isEqualTo((86_400L + 3_600) * 10_000);
    assertThat(HandedOut.schemas(NOON, tomorrow)).isEqualTo(86_400L + 3_600);
  }

  /** Two restores of one backup: what was handed out between them is not handed out again. */
  @Test
  void isAlsoWhatWasMadeAfterAnEarlierRestore() {
    Instant first = NOON.plus(Duration.ofMinutes(1));
    Instant second = NOON.plus(Duration.ofMinutes(2));
    long betweenThem = 60 * 9_999;

    assertThat(HandedOut.orders(NOON, second))
        .isGreaterThan(HandedOut.orders(NOON, first) + betweenThem);
  }

  @Test
  void isAnHoursWhereTheClockWasSetBack() {
    assertThat(HandedOut.orders(NOON, NOON.minusSeconds(7_200))).isEqualTo(3_600 * 10_000);
  }
}
