package io.freshet.orchestration.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatermarksTest {
  private static final int WEEK = 7;
  private static final Instant EVENING = Instant.parse("2026-03-01T20:00:00Z");
  private static final Instant NEXT_MORNING = Instant.parse("2026-03-02T08:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  private final LocalDays days = new LocalDays(List.of(ZoneId.of("UTC")));
  private final Watermarks watermarks = new Watermarks();

  @Test
  void aDayIsCompleteWhenTheWatermarkPassesItsEnd() {
    watermarks.put("t", EVENING);
    watermarks.put("t", NEXT_MORNING);

    assertThat(watermarks.completeDays("t", days, WEEK)).containsExactly(DAY);
  }

  @Test
  void commitsThatAreAnnouncedAgainChangeNothing() {
    watermarks.put("t", EVENING);
    watermarks.put("t", NEXT_MORNING);
    watermarks.put("t", EVENING);

    assertThat(watermarks.newest("t")).isEqualTo(NEXT_MORNING);
    assertThat(watermarks.completeDays("t", days, WEEK)).containsExactly(DAY);
  }

  @Test
  void daysBeforeTheFirstCommitAreHistory() {
    watermarks.put("t", NEXT_MORNING);

    assertThat(watermarks.completeDays("t", days, WEEK)).isEmpty();
  }

  @Test
  void aTableOfNoCommitHasNoCompleteDay() {
    assertThat(watermarks.completeDays("t", days, WEEK)).isEmpty();
  }
}
