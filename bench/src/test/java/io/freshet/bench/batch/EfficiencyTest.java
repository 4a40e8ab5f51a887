package io.freshet.bench.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EfficiencyTest {
  private static final Efficiency OURS =
      new Efficiency(Map.of("oslo\t1", List.of(9L, 80L, 40L, 700L, 2L)));

  @TempDir private Path folder;

  @Test
  void readsWhatAQueryHasAnswered() throws IOException {
    Path answer = folder.resolve("answer.tsv");
    Files.writeString(answer, "oslo\t1\t9\t80\t40\t700\t2\n");

    assertThat(Efficiency.in(answer)).isEqualTo(OURS);
  }

  @Test
  void findsNothingWrongWithAMeter() {
    Efficiency other = new Efficiency(Map.of("oslo\t1", List.of(9L, 80L, 40L, 701L, 2L)));

    assertThat(OURS.findings("DuckDB", other)).isEmpty();
    assertThat(OURS.roundedOtherwise(other)).isOne();
  }

  @Test
  void findsEveryOtherDifference() {
    assertThat(
            OURS.findings(
                "DuckDB", new Efficiency(Map.of("oslo\t1", List.of(9L, 81L, 40L, 702L, 2L)))))
        .containsExactly(
            "DuckDB gives other online_seconds for 1 of 1 dashers",
            "DuckDB gives other distance_meters for 1 of 1 dashers");
    assertThat(OURS.findings("DuckDB", new Efficiency(Map.of())))
        .containsExactly("DuckDB tells of 0 dashers, the nightly of 1, and they are not the same");
  }

  @Test
  void findsADayOnWhichNothingHappened() {
    assertThat(OURS.idle()).isEmpty();
    assertThat(new Efficiency(Map.of("oslo\t1", List.of(9L, 80L, 40L, 700L, 0L))).idle())
        .containsExactly("The nightly's deliveries are zero for everybody");
  }

  @Test
  void asksForTheDayOfEveryMarket() {
    assertThat(Efficiency.query())
        // From midnight to midnight in Tokyo.
        .contains("('tokyo', 1780239600000000, 1780326000000000)")
        .doesNotContain("{");
  }
}
