package io.freshet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Machine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadResultTest {
  @Test
  void foldsTheLooksOfAMinute() {
    Minute minute =
        Minute.of(
            3,
            1000,
            List.of(
                new Minute.Look(1200, 1.0, 0, 0, 0),
                new Minute.Look(1400, 2.0, 9.5, 310, 500),
                new Minute.Look(1900, 7.0, 1.0, 250, 640)));

    assertThat(minute).isEqualTo(new Minute(3, 900, 7.0, 9.5, 250, 500));
  }

  @Test
  void tellsMinutesAndWhoTookTheProcessors() {
    Machine machine = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);
    LoadResult result =
        new LoadResult(
            machine,
            List.of(new Minute(1, 900, 7.04, 9.5, 250, 500)),
            800,
            60,
            3.333,
            Map.of("writer-taskmanager", 4.567),
            List.of());

    JsonNode json = result.json();

    assertThat(json.path("ok").asBoolean()).isTrue();
    assertThat(json.path("pings_per_second").asLong()).isEqualTo(13);
    assertThat(json.path("drain_seconds").asDouble()).isEqualTo(3.33);
    assertThat(json.path("cpu_seconds").path("writer-taskmanager").asDouble()).isEqualTo(4.57);
    assertThat(json.path("runs").path(0).path("lake_behind_seconds").asDouble()).isEqualTo(7.0);
  }
}
