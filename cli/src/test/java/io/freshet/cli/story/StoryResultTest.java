package io.freshet.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.output.RecordedShape;
import io.freshet.simulator.replay.EtaAccuracy;
import io.freshet.simulator.replay.EtaAccuracy.Measured;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoryResultTest {
  private final StoryResult result = new StoryResult();

  @Test
  void tellsErrorAndCoverageAtPickupAndUntilTheDrop() {
    result.predictions(
        9_000,
        new EtaAccuracy.Result(
            100,
            new Measured(98, 139.5, 0.89),
            310,
            new Measured(1_300, 115.5, 0.9),
            new Measured(1_200, 120.5, 0.91),
            new TreeMap<>(Map.of("eta-1", 1_150L, "calibration", 50L))));

    JsonNode eta = result.json().path("eta");
    assertThat(eta.path("predictions").asLong()).isEqualTo(9_000);
    assertThat(eta.path("mae_seconds").asDouble()).isEqualTo(139.5);
    assertThat(eta.path("baseline_mae_seconds").asDouble()).isEqualTo(310);
    assertThat(eta.path("in_time_share").asDouble()).isEqualTo(0.89);
    assertThat(eta.path("at_pings").path("mae_seconds").asDouble()).isEqualTo(115.5);
    assertThat(eta.path("at_pings").path("in_time_share").asDouble()).isEqualTo(0.9);
    assertThat(eta.path("at_pings").path("predictions").asLong()).isEqualTo(1_300);
    assertThat(eta.path("until_drop").path("mae_seconds").asDouble()).isEqualTo(120.5);
    assertThat(eta.path("until_drop").path("in_time_share").asDouble()).isEqualTo(0.91);
    assertThat(eta.path("until_drop").path("predictions").asLong()).isEqualTo(1_200);
    assertThat(eta.path("predictions_by").path("eta-1").asLong()).isEqualTo(1_150);
    assertThat(result.failures()).isEmpty();
  }

  /** Tables and freshness in it are as prove and freshness have them. */
  @Test
  void keepsTheFieldsThatReleasesHad() {
    Measured measured = new Measured(98, 139.5, 0.89);
    result.seconds(
        Duration.ofSeconds(1), Optional.of(Duration.ofSeconds(2)), Duration.ofSeconds(3));
    result.events(9_000, 450);
    result.predictions(
        9_000,
        new EtaAccuracy.Result(
            100, measured, 310, measured, measured, new TreeMap<>(Map.of("calibration", 50L))));

    RecordedShape.assertKept("demo", result.json());
  }

  @Test
  void failsWhereTripsHadNoEtaAtPickup() {
    Measured nothing = new Measured(0, Double.NaN, Double.NaN);

    result.predictions(
        0, new EtaAccuracy.Result(100, nothing, Double.NaN, nothing, nothing, new TreeMap<>()));

    assertThat(result.json().path("eta").path("mae_seconds").isNull()).isTrue();
    assertThat(result.failures()).containsExactly("Only 0 of 100 trips had an ETA at pickup");
  }
}
