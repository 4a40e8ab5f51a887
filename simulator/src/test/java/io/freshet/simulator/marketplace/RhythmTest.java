package io.freshet.simulator.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class RhythmTest {
  private static final double NOON = 12 * 60;
  private static final double SEVEN = 19 * 60;

  @Test
  void peaksAtLunchAndMoreSoAtDinner() {
    assertThat(Rhythm.orders(SEVEN)).isEqualTo(1).isGreaterThan(Rhythm.orders(NOON));
    assertThat(Rhythm.orders(NOON)).isGreaterThan(Rhythm.orders(NOON + 180));
  }

  @Test
  void passesMidnightWithoutAJump() {
    assertThat(Rhythm.orders(24 * 60 - .01)).isCloseTo(Rhythm.orders(0), within(.001));
  }

  @Test
  void alwaysHasSomeDashersOnline() {
    assertThat(Rhythm.dashers(4 * 60)).isBetween(.15, .3);
  }

  @Test
  void readsLocalTimeOnBothSidesOfAClockChange() {
    LocalClock clock = new LocalClock(ZoneId.of("America/Los_Angeles"));

    // On 1 November 2026 clocks went from 02:00 back to 01:00 at 09:00 UTC.
    assertThat(clock.minuteOfDay(millis("2026-11-01T08:30:00Z"))).isEqualTo(90);
    assertThat(clock.minuteOfDay(millis("2026-11-01T09:30:00Z"))).isEqualTo(90);
    assertThat(clock.minuteOfDay(millis("2026-11-01T10:30:00Z"))).isEqualTo(150);
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
