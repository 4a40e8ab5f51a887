package io.freshet.orchestration.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ZonesTest {
  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");

  private final Zones zones = new Zones();

  private boolean isOverAtMidnightUtc() {
    return zones
        .days()
        .endedBetween(Instant.parse("2026-03-01T23:30:00Z"), Instant.parse("2026-03-02T00:00:00Z"))
        .contains(LocalDate.of(2026, 3, 1));
  }

  @Test
  void aMarketsNewestRowCountsInWhateverOrderRowsCome() {
    zones.put("here", FEBRUARY, "UTC");
    zones.put("here", JANUARY, "Asia/Tokyo");

    assertThat(isOverAtMidnightUtc()).isTrue();
  }

  @Test
  void aZoneThatDoesNotExistIsLeftOut() {
    zones.put("here", JANUARY, "UTC");
    zones.put("there", JANUARY, "Mars/Olympus");

    assertThat(isOverAtMidnightUtc()).isTrue();
  }
}
