package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** State is found again by these: under others a savepoint's would be left behind. */
class SavepointIdsTest {
  private static final List<String> KNOWN =
      List.of(
          "read-order-events",
          "read-pings",
          "put-steps-in-order",
          "follow-dashers",
          "roll-speeds",
          "steps-as-signals",
          "sightings-as-signals",
          "follow-orders",
          "predict",
          "correct-by-model",
          "keep-promises",
          "keep-recorded",
          "record-predictions",
          "record-idle-dashers",
          "orders-as-documents",
          "write-orders-to-redis",
          "dashers-as-documents",
          "write-dashers-to-redis",
          "tell-supply",
          "record-market-supply",
          "record-supply-cells",
          "watch-supply",
          "record-supply-alerts",
          "supply-as-documents",
          "tell-old-pings",
          "tell-old-steps",
          "write-supply-to-redis",
          "Sink Committer: record-predictions",
          "Sink Committer: record-idle-dashers",
          "Sink Committer: record-market-supply",
          "Sink Committer: record-supply-cells",
          "Sink Committer: record-supply-alerts");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "contracts.path", "../../contracts",
          "kafka.bootstrap", "kafka:9092",
          "registry.url", "http://127.0.0.1:8081",
          "redis.host", "redis");

  @Test
  void keepsTheIdsThatSavepointsKnow() {
    assertThat(ids(SETTINGS)).containsExactlyInAnyOrderElementsOf(KNOWN);
  }

  @Test
  void keepsThemWhereTracesAreTold() {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("tracing.endpoint", "http://127.0.0.1:4318");
    List<String> expected = new ArrayList<>(KNOWN);
    expected.add("put-traces-aside");

    assertThat(ids(settings)).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<String> ids(Map<String, String> settings) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    new EtaApplication(EtaSettings.from(Settings.of(settings))).define(environment);

    return environment.getStreamGraph(false).getStreamNodes().stream()
        .map(StreamNode::getTransformationUID)
        .toList();
  }
}
