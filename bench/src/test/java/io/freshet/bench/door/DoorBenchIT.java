package io.freshet.bench.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorBenchIT {
  private static final Duration BRIEF = Duration.ofMillis(200);

  @Test
  void measuresEachWayInBesideTheOther(@TempDir Path folder) throws Exception {
    JsonNode result = new DoorBench(BRIEF, 2, 512).run(folder).json();

    assertThat(result.path("ok").asBoolean()).isTrue();
    assertThat(result.path("runs").findValuesAsText("name"))
        .containsExactly("plain, kept", "tls, kept", "plain, new each", "tls, new each");
    assertThat(result.path("runs"))
        .allSatisfy(
            run -> {
              assertThat(run.path("operations").asLong()).isPositive();
              assertThat(run.path("latency_ms").path("p99").asDouble()).isPositive();
            });
  }
}
