package io.freshet.bench.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Machine;
import io.freshet.bench.Run;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.batch.BatchResult.Comparison;
import io.freshet.bench.batch.BatchResult.Generated;
import io.freshet.core.toolkit.Effort;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BatchResultTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);

  @Test
  void tellsOfEachRunWhichWorkItDid() {
    Comparison nightly =
        new Comparison(
            "nightly", List.of(run("nightly", Standing.OURS), run("DuckDB", Standing.PEER)));

    JsonNode result =
        new BatchResult(
                MACHINE,
                List.of(new Generated("dasher_pings", 1_000, 40, 15_000)),
                new Effort(2, 3),
                List.of(nightly, new Comparison("set", List.of(run("create", Standing.OURS)))),
                List.of())
            .json();

    assertThat(result.path("generated").path(0).path("commits").asInt()).isEqualTo(40);
    assertThat(result.path("generating_cpu_seconds").asDouble()).isEqualTo(3);
    assertThat(result.path("runs")).hasSize(3);
    assertThat(result.path("runs").path(1).path("peer").asBoolean()).isTrue();
    assertThat(result.path("runs").path(2).path("work").asText()).isEqualTo("set");
  }

  private static Run run(String name, Standing standing) {
    return new Run(
        name,
        standing,
        Run.Heat.COLD,
        1_000,
        new Effort(1, 1),
        Optional.empty(),
        OptionalDouble.empty(),
        100);
  }
}
