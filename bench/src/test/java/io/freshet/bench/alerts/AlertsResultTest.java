package io.freshet.bench.alerts;

import static io.freshet.bench.alerts.Moments.TABLE;
import static io.freshet.bench.alerts.Moments.at;
import static io.freshet.bench.alerts.Moments.breach;
import static io.freshet.bench.alerts.Moments.breached;
import static io.freshet.bench.alerts.Moments.injection;
import static io.freshet.bench.alerts.Moments.passage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AlertsResultTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);
  private static final AlertsBench.Plan PLAN =
      new AlertsBench.Plan(1, 9, Moments.BUDGET, Duration.ofMinutes(5), 2, List.of());

  @Test
  void tellsWhatIsPromisedBesideWhatWasMeasured() {
    JsonNode json = result(Duration.ofMillis(400)).json();

    assertThat(json.path("ok").asBoolean()).isTrue();
    assertThat(json.path("promised").path("alert_within_seconds").asDouble()).isEqualTo(15);
    assertThat(json.path("alert_delay_seconds").path("max").asDouble()).isEqualTo(5);
    assertThat(json.path("hops_right").asDouble()).isEqualTo(1);
    assertThat(json.path("staleness_difference_seconds").asDouble()).isEqualTo(0.4);
    assertThat(json.path("not_compared").asInt()).isEqualTo(2);
    assertThat(json.path("runs").path(0).path("named").asText()).isEqualTo("flink");
  }

  @Test
  void stalenessThatIsReportedWronglyIsAFinding() {
    assertThat(result(Duration.ofMillis(1_400)).findings())
        .containsExactly("Reported staleness was 1.4 s from what was so; 1 s are promised");
  }

  @Test
  void comparesOnlyReadingsThatTheProbeHasSeen() {
    Reading reading = new Reading(TABLE, at(10), at(10), at(10.2), Duration.ofSeconds(8));
    Reading unseen = new Reading(TABLE, at(20), at(20), at(20.2), Duration.ofSeconds(90));

    AlertsResult.Reported reported =
        AlertsResult.Reported.of(
            List.of(reading, unseen),
            0,
            Map.of(TABLE, new TreeMap<>(Map.of(at(10.5), at(10.6)))),
            Map.of(TABLE, List.of(passage(2, 13))));

    assertThat(reported).isEqualTo(new AlertsResult.Reported(1, 1, 0, Duration.ZERO));
  }

  private static AlertsResult result(Duration difference) {
    Judgement judgement =
        Judgement.of(
            new Judgement.Events(
                TABLE,
                List.of(injection(1, "flink", 100, 190)),
                Map.of(TABLE, List.of(breach(160, 200))),
                List.of(breached(165, "flink")),
                at(0),
                at(500)),
            Duration.ofSeconds(3));

    return new AlertsResult(
        MACHINE, PLAN, judgement, new AlertsResult.Reported(80, 2, 3, difference), List.of());
  }
}
