package io.freshet.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Machine;
import io.freshet.bench.Run;
import io.freshet.bench.ingest.IngestResult.RoundRun;
import io.freshet.core.toolkit.Effort;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class IngestResultTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);
  private static final long ROWS = 1_000_000;

  @Test
  void takesTheMedianOfTheRoundsForTheColdAndForTheWarm() {
    IngestResult result =
        result(
            round(1, Run.Heat.COLD, 9),
            round(1, Run.Heat.WARM, 3),
            round(2, Run.Heat.COLD, 7),
            round(2, Run.Heat.WARM, 4),
            round(3, Run.Heat.COLD, 8),
            round(3, Run.Heat.WARM, 90));

    assertThat(result.medians())
        .extracting(Run::heat, Run::cpuMicrosPerOperation)
        .containsExactly(tuple(Run.Heat.COLD, 8.0), tuple(Run.Heat.WARM, 4.0));
  }

  @Test
  void takesTheCheaperOfTwo() {
    IngestResult result = result(round(1, Run.Heat.COLD, 9), round(2, Run.Heat.COLD, 7));

    assertThat(result.medians()).extracting(Run::cpuMicrosPerOperation).containsExactly(7.0);
  }

  @Test
  void addsUpBothHalvesOfEachRound() {
    IngestResult result =
        result(
            round(1, Run.Heat.COLD, 9),
            round(1, Run.Heat.WARM, 3),
            round(2, Run.Heat.COLD, 7),
            round(2, Run.Heat.WARM, 4),
            round(3, Run.Heat.COLD, 8),
            round(3, Run.Heat.WARM, 90));

    assertThat(result.cpuMicrosOfBothHalves("columnar")).isEqualTo(6);
  }

  @Test
  void keepsEveryRoundInTheJson() {
    JsonNode json = result(round(1, Run.Heat.COLD, 9), round(2, Run.Heat.COLD, 7)).json();

    assertThat(json.path("bench").asText()).isEqualTo("ingest");
    assertThat(json.path("json_bytes_per_row").asDouble()).isEqualTo(160.13);
    assertThat(json.path("runs")).hasSize(2);
    assertThat(json.path("runs").path(1).path("round").asInt()).isEqualTo(2);
    assertThat(json.path("runs").path(1).path("cpu_seconds_per_million_rows").asDouble())
        .isEqualTo(7);
    assertThat(json.path("medians")).hasSize(1);
  }

  @Test
  void comparesWithJson() {
    assertThat(result().timesSmallerThanJson(16.0125)).isEqualTo(10);
  }

  private static IngestResult result(RoundRun... runs) {
    return new IngestResult(MACHINE, ROWS, 160.125, List.of(runs), List.of());
  }

  private static RoundRun round(int round, Run.Heat heat, double cpuSeconds) {
    return new RoundRun(
        round,
        new Run(
            "columnar",
            Run.Standing.OURS,
            heat,
            ROWS,
            new Effort(10, cpuSeconds),
            Optional.empty(),
            OptionalDouble.of(11),
            1_000));
  }
}
