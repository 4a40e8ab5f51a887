package io.freshet.bench.batch.day;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.batch.day.GeneratedDay.Bounds;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GeneratedDayTest {
  private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

  @Test
  void givesAboutAsManyPingsAsAreWanted() {
    for (long pings : new long[] {20_000, 300_000, 1_000_000, 100_000_000}) {
      GeneratedDay day = new GeneratedDay(pings);
      double expected = 0.98 * day.marketplace().eventsPerSecond() * DAY_SECONDS / day.every();

      assertThat(expected).isBetween(pings * 0.9, pings * 1.1);
    }
  }

  @Test
  void lastsFromTheFirstMarketsMorningToTheLastOnesNight() {
    GeneratedDay day = new GeneratedDay(1_000_000);

    // Tokyo is 16 hours before San Francisco; ten minutes before the one and after the other.
    assertThat(day.marketplace().duration()).isEqualTo(Duration.ofMinutes(40 * 60 + 20));
    assertThat(GeneratedDay.bounds())
        .hasSize(5)
        .allSatisfy(
            bounds ->
                assertThat(bounds.endMicros() - bounds.startMicros())
                    .isEqualTo(TimeUnit.DAYS.toMicros(1)));
  }

  @Test
  void reachesBeyondTheDayAsFarAsNightliesLook() {
    Bounds bounds = GeneratedDay.bounds().get(0);
    long fiveMinutes = TimeUnit.MINUTES.toMicros(5);
    long anHour = TimeUnit.HOURS.toMicros(1);

    assertThat(bounds.reach(bounds.startMicros() - fiveMinutes)).isTrue();
    assertThat(bounds.reach(bounds.endMicros() + fiveMinutes)).isTrue();
    assertThat(bounds.reach(bounds.startMicros() - anHour)).isFalse();
    assertThat(bounds.reach(bounds.endMicros() + anHour)).isFalse();
  }
}
