package io.freshet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Effort;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BenchResultTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);

  private final Run ours =
      new Run(
          "writer",
          Run.Standing.OURS,
          Run.Heat.COLD,
          1_000,
          new Effort(4, 2),
          Optional.of(new Effort(30, 22)),
          OptionalDouble.of(12.456),
          1_600);
  private final Run peer =
      new Run(
          "floor",
          Run.Standing.PEER,
          Run.Heat.COLD,
          1_000,
          new Effort(1, 0.5),
          Optional.empty(),
          OptionalDouble.empty(),
          200);

  @Test
  void namesEveryFigureWithItsUnit() {
    JsonNode run = json(List.of()).path("runs").path(0);

    assertThat(run.path("name").asText()).isEqualTo("writer");
    assertThat(run.path("peer").asBoolean()).isFalse();
    assertThat(run.path("operations").asLong()).isEqualTo(1_000);
    assertThat(run.path("cpu_seconds").asDouble()).isEqualTo(2);
    assertThat(run.path("cpu_seconds_with_start").asDouble()).isEqualTo(22);
    assertThat(run.path("wall_seconds").asDouble()).isEqualTo(4);
    assertThat(run.path("operations_per_cpu_second").asLong()).isEqualTo(500);
    assertThat(run.path("bytes_per_row").asDouble()).isEqualTo(12.46);
    assertThat(run.path("peak_rss_mb").asLong()).isEqualTo(1_600);
  }

  @Test
  void leavesOutWhatMakesNoSenseForARun() {
    JsonNode run = json(List.of()).path("runs").path(1);

    assertThat(run.path("peer").asBoolean()).isTrue();
    assertThat(run.has("bytes_per_row")).isFalse();
    assertThat(run.has("cpu_seconds_with_start")).isFalse();
  }

  @Test
  void isNotOkWhenACountIsWrong() {
    assertThat(json(List.of()).path("ok").asBoolean()).isTrue();
    assertThat(json(List.of("999 of 1000 rows")).path("ok").asBoolean()).isFalse();
  }

  @Test
  void comparesTheColdWithTheCold() {
    assertThat(result(List.of()).counterpart(peer)).contains(ours);
  }

  private ObjectNode json(List<String> findings) {
    return result(findings).json();
  }

  private BenchResult result(List<String> findings) {
    return new BenchResult("eta", MACHINE, List.of(ours, peer), findings);
  }
}
