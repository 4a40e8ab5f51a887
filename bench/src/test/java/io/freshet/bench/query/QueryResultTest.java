package io.freshet.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Machine;
import io.freshet.bench.Run.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryResultTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);

  @Test
  void pairsOursWithThePeerByTheQuestion() {
    JsonNode result =
        result(List.of(run("our layout", Standing.OURS), run("no layout", Standing.PEER)));

    assertThat(result.path("runs").findValuesAsText("question")).containsOnly("a day");
    assertThat(result.path("runs").findValuesAsText("layout"))
        .containsExactly("our layout", "no layout");
    assertThat(result.path("runs").findValuesAsText("peer")).containsExactly("false", "true");
  }

  @Test
  void namesEveryFigureWithItsUnit() {
    JsonNode run = result(List.of(run("our layout", Standing.OURS))).path("runs").path(0);

    assertThat(run.path("name").asText()).isEqualTo("a day, our layout");
    assertThat(run.path("operations").asInt()).isEqualTo(3);
    assertThat(run.path("cpu_seconds").asDouble()).isEqualTo(0.6);
    assertThat(run.path("wall_seconds").asDouble()).isEqualTo(0.9);
    assertThat(run.path("latency_ms").path("p50").asLong()).isEqualTo(200);
    assertThat(run.path("bytes_read").asLong()).isEqualTo(1_000);
  }

  @Test
  void isNotOkWithAFinding() {
    JsonNode result = new QueryResult(MACHINE, 10, List.of(), List.of("9 rows, not 10")).json();

    assertThat(result.path("ok").asBoolean()).isFalse();
    assertThat(result.path("findings").path(0).asText()).isEqualTo("9 rows, not 10");
  }

  private static JsonNode result(List<QueryRun> runs) {
    return new QueryResult(MACHINE, 10, runs, List.of()).json();
  }

  private static QueryRun run(String layout, Standing standing) {
    return new QueryRun("a day", layout, standing, List.of(0.6, 0.1, 0.2), 0.6, 1_000);
  }
}
