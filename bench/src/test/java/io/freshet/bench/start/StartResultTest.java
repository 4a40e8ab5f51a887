package io.freshet.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Machine;
import io.freshet.core.toolkit.Effort;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StartResultTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);
  private static final Map<StartStep, Effort> WHOLE =
      Map.of(
          StartStep.BUILT, new Effort(60, 100),
          StartStep.LIVE, new Effort(120, 180),
          StartStep.HELD, new Effort(200, 300),
          StartStep.DONE, new Effort(210.5, 310.25));

  @Test
  void tellsTheWayFromTheCloneToALivePage() {
    Start warm = new Start(StartKind.WARM, OptionalDouble.of(2.5), WHOLE, 5000, 0, Map.of());

    JsonNode json = result(warm).json();

    assertThat(json.path("bench").asText()).isEqualTo("start");
    assertThat(json.path("commit").asText()).isEqualTo("abc1234");
    JsonNode run = json.path("runs").path(0);
    assertThat(run.path("clone_to_live_page_seconds").asDouble()).isEqualTo(122.5);
    assertThat(run.path("wall_seconds").asDouble()).isEqualTo(210.5);
    assertThat(run.at("/steps/built/cpu_seconds").asDouble()).isEqualTo(100);
    assertThat(run.has("cache_mb")).isFalse();
  }

  @Test
  void countsASecondStartFromTheCommand() {
    Start again = new Start(StartKind.AGAIN, OptionalDouble.empty(), WHOLE, 5000, 0, Map.of());

    assertThat(again.secondsToLivePage()).hasValue(120);
    assertThat(result(again).json().path("runs").path(0).has("clone_seconds")).isFalse();
  }

  @Test
  void findsAStartThatHasShownNothing() {
    Map<StartStep, Effort> dead = Map.of(StartStep.DONE, new Effort(10, 10));
    Start warm = new Start(StartKind.WARM, OptionalDouble.of(2), dead, 5000, 0, Map.of());

    assertThat(result(warm).findings())
        .containsExactly(
            "warm: no page showed this start's pings before it was over",
            "warm: the demo did not say that everything held");
  }

  @Test
  void findsAColdStartThatWasNotCold() {
    Map<String, Long> caches = Map.of("maven", 0L, "freshet", 1_600_000L);
    Start cold = new Start(StartKind.COLD, OptionalDouble.of(2), WHOLE, 5000, 7_500_000, caches);

    StartResult result = result(cold);

    assertThat(result.json().at("/runs/0/cache_mb/freshet").asInt()).isEqualTo(2);
    assertThat(result.json().at("/runs/0/received_mb").asInt()).isEqualTo(8);
    assertThat(result.findings()).singleElement().asString().contains("maven=0");
  }

  private static StartResult result(Start start) {
    return new StartResult(MACHINE, "abc1234", 0, List.of(start));
  }
}
