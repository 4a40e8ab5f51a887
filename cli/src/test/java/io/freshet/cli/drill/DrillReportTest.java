package io.freshet.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.drill.Ground.Proven;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrillReportTest {
  private static final String REPLAY = "./freshet drill --seed 7 --times 2 --within 30m";

  private static final DrillResult FOUND =
      new DrillResult(
          DrillFaults.chosen(List.of("catalog-killed")).get(0),
          seconds(66),
          seconds(96),
          1,
          false,
          seconds(180),
          Optional.of(new Proven(true, 11, 5_000, 0, 0)));

  private static final DrillResult NOT_FOUND =
      new DrillResult(
          DrillFaults.chosen(List.of("redis-killed")).get(0),
          seconds(2),
          Optional.empty(),
          0,
          true,
          Optional.empty(),
          Optional.empty());

  @Test
  void tellsTheMinutesOfEach() {
    assertThat(printed(FOUND, NOT_FOUND))
        .contains("catalog-killed", "66 s, /alerts", "96 s, 1 wrong before", "180 s")
        .contains("yes: 11 tables, 5,000 rows, 0 missing, 0 doubled")
        .contains("redis-killed", "2.0 s, /map", "was told", "by the drill")
        .contains("The same again:  " + REPLAY);
  }

  @Test
  void holdsOnlyWhereAllAreMendedAndProved() {
    assertThat(new DrillReport(7, REPLAY, 1, List.of(FOUND)).ok()).isTrue();
    assertThat(new DrillReport(7, REPLAY, 2, List.of(FOUND, NOT_FOUND)).ok()).isFalse();
    assertThat(new DrillReport(7, REPLAY, 2, List.of(FOUND)).ok()).as("broke off").isFalse();
  }

  @Test
  void leavesOutForMachinesWhatDidNotComeToPass() {
    JsonNode json = new DrillReport(7, REPLAY, 2, List.of(FOUND, NOT_FOUND)).json();

    assertThat(json.path("ok").asBoolean()).isFalse();
    assertThat(json.at("/faults/0/mended_seconds").asDouble()).isEqualTo(180.0);
    assertThat(json.at("/faults/0/proof/missing").asLong()).isZero();
    assertThat(json.at("/faults/1/mended_seconds").isNull()).isTrue();
    assertThat(json.at("/faults/1").has("proof")).isFalse();
  }

  private static String printed(DrillResult... results) {
    StringWriter out = new StringWriter();
    new DrillReport(7, REPLAY, results.length, List.of(results)).print(new PrintWriter(out, true));

    return out.toString();
  }

  private static Optional<Duration> seconds(long seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }
}
