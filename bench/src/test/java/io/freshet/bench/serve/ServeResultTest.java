package io.freshet.bench.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Latency;
import io.freshet.bench.Machine;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.WatchedProcess.Taken;
import io.freshet.bench.serve.push.PushRun;
import io.freshet.bench.serve.reads.ReadRun;
import io.freshet.bench.serve.state.StateRun;
import io.freshet.bench.serve.steps.StepsRun;
import io.freshet.core.toolkit.Effort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServeResultTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);
  private static final PushRun PUSH =
      new PushRun(
          1000,
          19_000,
          20,
          500,
          400,
          new PushRun.Cases(4000, 20, 10, 0),
          Optional.of(new Latency(80, 140, 200)),
          Map.of("redis", 1.5, "live", 2.0, "eta-taskmanager", 4.0, "kafka", 9.0),
          new LiveFigures(100, 90, 3, 0, 90, 0.18),
          new PushRun.Limit(10_000, 10, new Latency(0.1, 0.5, 2)));
  private static final ReadRun READ =
      new ReadRun(
          "batch of 100, peak",
          Standing.OURS,
          5000,
          500_000,
          5,
          new Latency(1, 4, 8),
          Map.of("live", 4.0, "redis", 0.5));
  private static final StateRun STATE =
      new StateRun(
          1000,
          50_000,
          1_050_000,
          400,
          600_000,
          new StateRun.Recovered(2000, 8.5, 11.25),
          new StateRun.Restored(
              new Taken(new Effort(9.5, 8), 500), new Taken(new Effort(7, 6.5), 400)));

  private static final StepsRun STEPS =
      new StepsRun(
          50,
          1000,
          20,
          990,
          9,
          1,
          Optional.of(new Latency(200, 500, 900)),
          Optional.of(new Latency(90, 150, 300)),
          Map.of("orders", 1.5));

  @Test
  void namesWhatBecameOfPings() {
    JsonNode runs = result(List.of()).json().path("runs");

    JsonNode push = runs.path(0);
    assertThat(push.path("name").asText()).isEqualTo("push, 1000 events/s");
    assertThat(push.path("operations").asLong()).isEqualTo(4000);
    assertThat(push.path("pings_per_second").asLong()).isEqualTo(950);
    assertThat(push.path("conflated").asLong()).isEqualTo(20);
    assertThat(push.path("old").asLong()).isEqualTo(10);
    assertThat(push.path("never").asLong()).isZero();
    assertThat(push.path("latency_ms").path("p99").asDouble()).isEqualTo(140);
    assertThat(push.path("live").path("mean_delay_ms").asDouble()).isEqualTo(2);
    assertThat(runs.path(1).path("peer").asBoolean()).isTrue();
    assertThat(runs.path(1).path("latency_ms").path("p999").asDouble()).isEqualTo(2);
  }

  @Test
  void theCostOfAPushIsThatOfThePathAndNotOfKafka() {
    JsonNode push = result(List.of()).json().path("runs").path(0);

    assertThat(push.path("cpu_seconds").asDouble()).isEqualTo(7.5);
    assertThat(push.path("cpu_seconds_by_process").path("kafka").asDouble()).isEqualTo(9);
  }

  @Test
  void aReadIsOneOrdersState() {
    JsonNode read = result(List.of()).json().path("runs").path(2);

    assertThat(read.path("operations_per_second").asLong()).isEqualTo(100_000);
    assertThat(read.path("requests_per_second").asLong()).isEqualTo(1000);
    assertThat(read.path("cpu_seconds").asDouble()).isEqualTo(4.5);
    assertThat(READ.cpuMicrosPerRead("live")).isEqualTo(8);
  }

  @Test
  void stateIsWhatCameBeyondAnEmptyCheckpoint() {
    JsonNode state = result(List.of()).json().path("runs").path(3);

    assertThat(state.path("bytes_per_order").asLong()).isEqualTo(1000);
    assertThat(state.path("redis_bytes_per_order").asLong()).isEqualTo(600);
    assertThat(state.path("checkpoint_ms").asLong()).isEqualTo(400);
    assertThat(state.path("recovery").path("first_document_seconds").asDouble()).isEqualTo(8.5);
    assertThat(state.path("rebuild").path("wall_seconds").asDouble()).isEqualTo(9.5);
    assertThat(state.path("compare").path("peak_rss_mb").asLong()).isEqualTo(400);
  }

  @Test
  void aStepIsCountedFromTheAnswerAndFromKafka() {
    JsonNode steps = result(List.of()).json().path("runs").path(4);

    assertThat(steps.path("name").asText()).isEqualTo("steps, 50 steps/s");
    assertThat(steps.path("operations").asLong()).isEqualTo(990);
    assertThat(steps.path("steps_per_second").asDouble()).isEqualTo(50);
    assertThat(steps.path("latency_ms").path("p999").asDouble()).isEqualTo(900);
    assertThat(steps.path("latency_from_kafka_ms").path("p50").asDouble()).isEqualTo(90);
  }

  @Test
  void isWrongWithAFinding() {
    assertThat(result(List.of()).json().path("ok").asBoolean()).isTrue();
    assertThat(result(List.of("something")).json().path("ok").asBoolean()).isFalse();
  }

  private static ServeResult result(List<String> findings) {
    return new ServeResult(
        MACHINE, List.of(PUSH), List.of(READ), Optional.of(STATE), Optional.of(STEPS), findings);
  }
}
