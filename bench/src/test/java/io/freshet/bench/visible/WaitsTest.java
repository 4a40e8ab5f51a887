package io.freshet.bench.visible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Machine;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WaitsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);

  private final long[] millis = LongStream.rangeClosed(1, 100).map(i -> 8100 - i * 80).toArray();

  @Test
  void findsWhatAShareOfTheRowsHaveNotExceeded() {
    Waits waits = new Waits(INTERVAL, 3, millis);

    assertThat(waits.seconds(0.5)).isEqualTo(4.02);
    assertThat(waits.seconds(1)).isEqualTo(8.02);
    assertThat(waits.secondsBeyondInterval(1)).isCloseTo(3.02, offset(1e-9));
  }

  @Test
  void hasNoFigureWithoutRows() {
    Waits none = new Waits(INTERVAL, 0, new long[0]);

    assertThat(none.seconds(0.95)).isNaN();
    assertThat(none.json().has("latency_ms")).isFalse();
  }

  @Test
  void namesEveryFigureWithItsUnit() {
    JsonNode result =
        new FreshnessResult(MACHINE, List.of(new Waits(INTERVAL, 3, millis)), List.of()).json();

    assertThat(result.path("bench").asText()).isEqualTo("freshness");
    JsonNode run = result.path("runs").path(0);
    assertThat(run.path("interval_ms").asLong()).isEqualTo(5000);
    assertThat(run.path("operations").asInt()).isEqualTo(100);
    assertThat(run.path("latency_ms").path("p95").asLong()).isEqualTo(7620);
  }
}
