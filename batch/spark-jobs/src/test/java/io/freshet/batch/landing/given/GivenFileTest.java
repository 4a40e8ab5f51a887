package io.freshet.batch.landing.given;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.LandedFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenFileTest {
  private static final GivenFile TRIPS = file("trips.csv", "ab12");

  @Test
  void hasTheSameNumberWhoeverAsks() {
    assertThat(TRIPS.number(Map.of())).isEqualTo(file("trips.csv", "ab12").number(Map.of()));
  }

  @Test
  void hasAnotherNumberByNameAndByContent() {
    assertThat(TRIPS.number(Map.of()))
        .isNotEqualTo(file("trips.csv", "cd34").number(Map.of()))
        .isNotEqualTo(file("tours.csv", "ab12").number(Map.of()))
        .isNotNegative();
  }

  @Test
  void leavesANumberToWhoHasIt() {
    int number = TRIPS.number(Map.of());
    LandedFile other = new LandedFile(number, "other.csv", "ef56", 1);
    LandedFile itself = new LandedFile(number, "trips.csv", "ab12", 1);

    assertThat(TRIPS.number(Map.of(number, other))).isEqualTo((number + 1) & Integer.MAX_VALUE);
    assertThat(TRIPS.number(Map.of(number, itself))).isEqualTo(number);
  }

  static GivenFile file(String name, String content) {
    return new GivenFile(name, FileFormat.CSV, 10, content);
  }
}
