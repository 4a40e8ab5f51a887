package io.freshet.serving.orders.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventTimesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant BEFORE = NOW.minusSeconds(600);
  private static final EventTimes TIMES =
      new EventTimes(Duration.ofHours(1), Duration.ofMinutes(1));

  @Test
  void takesWhatLiesBetweenTheStepBeforeAndAClockThatRunsAhead() {
    assertThat(TIMES.problem(BEFORE, NOW, BEFORE)).isEmpty();
    assertThat(TIMES.problem(NOW.plusSeconds(60), NOW, BEFORE)).isEmpty();
  }

  @Test
  void refusesWhatLiesBeyond() {
    assertThat(TIMES.problem(NOW.plusSeconds(61), NOW, BEFORE))
        .contains(
            "is 2026-03-01T12:01:01Z; it must be between 2026-03-01T11:50:00Z and"
                + " 2026-03-01T12:01:00Z");
    assertThat(TIMES.problem(BEFORE.minusNanos(1000), NOW, BEFORE)).isPresent();
    assertThat(TIMES.problem(NOW.minusSeconds(3601), NOW, Instant.MIN)).isPresent();
  }

  @Test
  void aStepThatSaysNoTimeNeverComesBeforeTheOneBefore() {
    assertThat(EventTimes.unsaid(NOW, BEFORE)).isEqualTo(NOW);
    assertThat(EventTimes.unsaid(NOW, NOW.plusSeconds(30))).isEqualTo(NOW.plusSeconds(30));
  }
}
