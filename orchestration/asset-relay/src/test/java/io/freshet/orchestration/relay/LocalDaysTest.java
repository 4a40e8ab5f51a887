package io.freshet.orchestration.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LocalDaysTest {
  private static final LocalDate FIRST_OF_MARCH = LocalDate.of(2026, 3, 1);

  private final LocalDays days = in("Europe/Berlin", "America/Los_Angeles");

  private static LocalDays in(String... zones) {
    return new LocalDays(Stream.of(zones).map(ZoneId::of).toList());
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }

  @Test
  void aDayEndsAtTheLastOfItsMidnights() {
    assertThat(days.endedBetween(at("2026-03-01T20:00:00Z"), at("2026-03-02T08:00:00Z")))
        .containsExactly(FIRST_OF_MARCH);
  }

  @Test
  void aDayThatIsOverInSomeMarketsOnlyHasNotEnded() {
    assertThat(days.endedBetween(at("2026-03-01T20:00:00Z"), at("2026-03-02T07:59:59.999999Z")))
        .isEmpty();
  }

  @Test
  void aDayThatWasOverBeforeDoesNotEndAgain() {
    assertThat(days.endedBetween(at("2026-03-02T08:00:00Z"), at("2026-03-03T07:00:00Z"))).isEmpty();
  }

  @Test
  void oneStepMayEndSeveralDays() {
    assertThat(days.endedBetween(at("2026-03-01T20:00:00Z"), at("2026-03-04T08:00:00Z")))
        .containsExactly(FIRST_OF_MARCH, FIRST_OF_MARCH.plusDays(1), FIRST_OF_MARCH.plusDays(2));
  }

  @Test
  void daysLongAgoAreLeftOut() {
    assertThat(days.endedBetween(at("2025-01-01T00:00:00Z"), at("2026-03-02T08:00:00Z"), 2))
        .containsExactly(FIRST_OF_MARCH.minusDays(1), FIRST_OF_MARCH);
  }

  @Test
  void aDayOf25HoursEndsAnHourLater() {
    LocalDays berlin = in("Europe/Berlin");
    Instant before = at("2026-10-25T12:00:00Z");

    assertThat(berlin.endedBetween(before, at("2026-10-25T22:59:59Z"))).isEmpty();
    assertThat(berlin.endedBetween(before, at("2026-10-25T23:00:00Z")))
        .containsExactly(LocalDate.of(2026, 10, 25));
  }

  @Test
  void knowsTheZonesFarthestFromUtc() {
    LocalDays world = in("Pacific/Kiritimati", "Pacific/Pago_Pago");

    assertThat(world.endedBetween(at("2026-03-01T12:00:00Z"), at("2026-03-02T11:00:00Z")))
        .containsExactly(FIRST_OF_MARCH);
  }

  @Test
  void withoutAZoneNobodyKnowsWhenADayEnds() {
    assertThat(in().endedBetween(at("2026-03-01T00:00:00Z"), at("2026-03-09T00:00:00Z"))).isEmpty();
  }
}
