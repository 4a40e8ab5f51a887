package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.lake.PublishedDay.Basis;
import io.freshet.core.lake.PublishedDay.Input;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishedDayTest {
  private static final LocalDate DAY = LocalDate.parse("2008-05-19");

  private final PublishedDay published =
      new PublishedDay(
          DAY,
          536,
          Optional.of(
              new Basis(
                  Instant.parse("2008-05-19T07:00:00Z"),
                  Instant.parse("2008-05-20T07:00:00Z"),
                  Map.of(
                      "raw.dasher_pings",
                      new Input(
                          8_123_456_789_012_345_678L, Instant.parse("2026-01-01T00:00:00Z"))))));

  @Test
  void readsBackWhatItWrote() {
    assertThat(PublishedDay.of(published.properties())).containsOnly(Map.entry(DAY, published));
  }

  /** What every commit of a derived table writes anew. */
  @Test
  void tenYearsOfDaysAreLessThanOneAndAHalfMegabytesOfMetadata() throws JsonProcessingException {
    Input input = new Input(8_123_456_789_012_345_678L, Instant.parse("2026-01-01T00:00:00Z"));
    Basis basis =
        new Basis(
            Instant.parse("2008-05-19T07:00:00Z"),
            Instant.parse("2008-05-20T07:00:00Z"),
            Map.of("raw.dasher_pings", input, "raw.order_events", input, "raw.markets", input));
    Map<String, String> properties = new HashMap<>();
    for (int day = 0; day < 3_650; day++) {
      properties.putAll(
          new PublishedDay(DAY.plusDays(day), 150_000, Optional.of(basis)).properties());
    }

    assertThat(new ObjectMapper().writeValueAsBytes(properties)).hasSizeLessThan(1_500_000);
  }

  @Test
  void knowsHowManyRepairsItsInputsHadHad() {
    PublishedDay.Basis basis = published.basis().orElseThrow();
    PublishedDay repaired =
        new PublishedDay(
            DAY,
            1,
            Optional.of(
                new PublishedDay.Basis(
                    basis.from(),
                    basis.to(),
                    Map.of("raw.dasher_pings", new Input(7, Instant.EPOCH, 2)))));

    assertThat(PublishedDay.of(repaired.properties())).containsOnly(Map.entry(DAY, repaired));
  }

  @Test
  void keepsEachDayUnderKeysOfItsOwn() {
    Map<String, String> properties = new HashMap<>(published.properties());
    properties.putAll(new PublishedDay(DAY.plusDays(1), 3, Optional.empty()).properties());

    assertThat(PublishedDay.of(properties)).containsOnlyKeys(DAY, DAY.plusDays(1));
    assertThat(PublishedDay.of(properties).get(DAY)).isEqualTo(published);
  }

  @Test
  void readsDaysOfBeforeInputsWereKept() {
    assertThat(PublishedDay.of(Map.of("freshet.expected-rows.2008-05-19", "536")))
        .containsOnly(Map.entry(DAY, new PublishedDay(DAY, 536, Optional.empty())));
  }

  @Test
  void findsTheOneDayThatANightlysSnapshotPublished() {
    Map<String, String> summary =
        Map.of(PublishedDay.DAY, "2008-05-19", PublishedDay.EXPECTED_ROWS, "7");

    assertThat(PublishedDay.expectedIn(summary)).isEqualTo(Map.of(DAY, 7L));
  }

  @Test
  void findsEachOfTheDaysThatOneSnapshotPublished() {
    Map<String, String> summary =
        Map.of(
            PublishedDay.EXPECTED_ROWS + ".2008-05-19", "7",
            PublishedDay.EXPECTED_ROWS + ".2008-05-20", "9");

    assertThat(PublishedDay.expectedIn(summary)).isEqualTo(Map.of(DAY, 7L, DAY.plusDays(1), 9L));
  }

  @Test
  void findsNoDayInASnapshotThatPublishedNone() {
    assertThat(PublishedDay.expectedIn(Map.of("added-records", "7"))).isEmpty();
  }
}
