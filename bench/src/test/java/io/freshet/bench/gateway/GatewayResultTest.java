package io.freshet.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.bench.Latency;
import io.freshet.bench.Machine;
import io.freshet.bench.Run.Standing;
import io.freshet.core.toolkit.Effort;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayResultTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 24_000, "17.0.15", 0.5);
  private static final GatewayRun OURS =
      new GatewayRun(
          "batch of 100, peak",
          Standing.OURS,
          "durable",
          100_000,
          new Effort(2, 1),
          3,
          Optional.of(new Latency(1, 2.5, 9)));
  private static final GatewayRun LIMIT =
      new GatewayRun(
          "bare producer",
          Standing.PEER,
          "durable",
          400_000,
          new Effort(1, 2),
          0,
          Optional.empty());

  @Test
  void tellsWhatAnEventCostsAndHowFarThatIsFromTheLimit() {
    JsonNode json = new GatewayResult(MACHINE, List.of(OURS, LIMIT), List.of(), List.of()).json();

    JsonNode ours = json.path("runs").path(0);
    assertThat(json.path("bench").asText()).isEqualTo("gateway");
    assertThat(ours.path("operations_per_second").asLong()).isEqualTo(50_000);
    assertThat(ours.path("cpu_micros_per_operation").asDouble()).isEqualTo(10);
    assertThat(ours.path("share_of_limit").asDouble()).isEqualTo(0.5);
    assertThat(ours.path("latency_ms").path("p99").asDouble()).isEqualTo(2.5);
    assertThat(ours.path("refused_requests").asLong()).isEqualTo(3);
    assertThat(json.path("runs").path(1).path("peer").asBoolean()).isTrue();
    assertThat(json.path("runs").path(1).has("share_of_limit")).isFalse();
    assertThat(json.has("brokers")).isFalse();
  }

  @Test
  void anotherBridgeIsHeldAgainstTheLimitToo() {
    GatewayRun bridge =
        new GatewayRun(
            "another bridge",
            Standing.PEER,
            "durable",
            50_000,
            new Effort(2, 1),
            0,
            Optional.of(new Latency(1, 2, 3)));

    GatewayResult result = new GatewayResult(MACHINE, List.of(bridge, LIMIT), List.of(), List.of());

    assertThat(result.shareOfTheLimit(bridge)).hasValue(0.25);
    assertThat(result.shareOfTheLimit(LIMIT)).isEmpty();
  }

  @Test
  void eachIsHeldAgainstTheLimitOfItsOwnAcknowledgement() {
    GatewayRun fast =
        new GatewayRun(
            "bare producer",
            Standing.PEER,
            "fast",
            1_000_000,
            new Effort(1, 1),
            0,
            Optional.empty());

    assertThat(
            new GatewayResult(MACHINE, List.of(OURS, fast), List.of(), List.of())
                .shareOfTheLimit(OURS))
        .isEmpty();
  }

  @Test
  void tellsWhatBrokersSpare() {
    List<BrokerCost> brokers =
        List.of(new BrokerCost("all", 1000, 1, 0.1), new BrokerCost("one", 2000, 1, 0.12));

    GatewayResult result = new GatewayResult(MACHINE, List.of(OURS), brokers, List.of());

    assertThat(result.spared().orElseThrow()).isEqualTo(0.4, offset(1e-9));
    assertThat(result.json().path("brokers").path(0).path("cpu_micros_per_operation").asDouble())
        .isEqualTo(100);
    assertThat(result.json().path("brokers_spared").asDouble()).isEqualTo(0.4);
  }
}
