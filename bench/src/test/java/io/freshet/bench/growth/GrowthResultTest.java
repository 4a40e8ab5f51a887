package io.freshet.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthResultTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);
  private static final Mark.Proved PROVED = new Mark.Proved(1000, 1.2345);

  @Test
  void namesEveryFigureWithItsUnit() {
    Mark mark = new Mark(500, 480, 90, 7, 123_456, 700, 5.04, 60.07, 300.06, 21.04, 0.5127, PROVED);

    JsonNode result =
        new GrowthResult(MACHINE, 100, List.of(mark), PROVED, PROVED, List.of()).json();

    assertThat(result.path("ok").asBoolean()).isTrue();
    assertThat(result.path("bench").asText()).isEqualTo("growth");
    assertThat(result.path("maintained").asLong()).isEqualTo(100);
    assertThat(result.path("proof_of_values").path("wall_seconds").asDouble()).isEqualTo(1.235);
    JsonNode run = result.path("runs").path(0);
    assertThat(run.path("metadata_bytes").asLong()).isEqualTo(123_456);
    assertThat(run.path("load_ms").asDouble()).isEqualTo(5.0);
    assertThat(run.path("plan_ms").asDouble()).isEqualTo(60.1);
    assertThat(run.path("ask_ms").asDouble()).isEqualTo(300.1);
    assertThat(run.path("writer_cpu_ms_per_commit").asDouble()).isEqualTo(21.0);
    assertThat(run.path("seconds_per_commit").asDouble()).isEqualTo(0.513);
    assertThat(run.path("proof").path("records").asLong()).isEqualTo(1000);
  }

  @Test
  void isNotOkWithAFinding() {
    JsonNode result =
        new GrowthResult(MACHINE, 0, List.of(), PROVED, PROVED, List.of("missing")).json();

    assertThat(result.path("ok").asBoolean()).isFalse();
    assertThat(result.path("findings").path(0).asText()).isEqualTo("missing");
  }
}
