package io.freshet.bench.layout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Machine;
import io.freshet.bench.Run.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutResultTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);

  @Test
  void tellsBytesOfARowWithThePlatformsColumnsAndWithout() {
    Stored stored = new Stored("pages v1, as written", Standing.OURS, 3, 2, 40, 20);

    JsonNode result = new LayoutResult(MACHINE, 151.234, List.of(stored), List.of()).json();

    assertThat(result.path("bench").asText()).isEqualTo("layout");
    assertThat(result.path("json_bytes_per_row").asDouble()).isEqualTo(151.23);
    JsonNode run = result.path("runs").path(0);
    assertThat(run.path("peer").asBoolean()).isFalse();
    assertThat(run.path("files").asInt()).isEqualTo(2);
    assertThat(run.path("bytes_per_row").asDouble()).isEqualTo(13.33);
    assertThat(run.path("own_bytes_per_row").asDouble()).isEqualTo(6.67);
  }

  @Test
  void isNotOkWithAFinding() {
    assertThat(new LayoutResult(MACHINE, 1, List.of(), List.of("2 of 3 rows")).ok()).isFalse();
  }
}
