package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EtaSettingsTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "contracts.path", "contracts",
          "kafka.bootstrap", "127.0.0.1:9092",
          "registry.url", "http://127.0.0.1:8081",
          "redis.host", "127.0.0.1");

  /** Those of {@code KafkaSettings}, the same for every process. */
  private static boolean isOfKafkasClients(String key) {
    return key.startsWith("kafka.") && !key.equals("kafka.bootstrap");
  }

  @Test
  void pinsEveryKeyAndItsDefault() {
    Settings settings = Settings.of(REQUIRED);
    EtaSettings.from(settings);

    Map<String, String> expected = new HashMap<>(REQUIRED);
    expected.putAll(
        Map.of(
            "redis.port", "6379",
            "redis.password", "",
            "lineage.url", "",
            "lineage.token", "",
            "eta.start", "earliest",
            "eta.max-ahead", "1m",
            "eta.checkpoint-interval", "30s",
            "eta.state-backend", "hashmap",
            "eta.redis-batch", "500",
            "eta.redis-linger", "20ms"));
    expected.putAll(
        Map.of(
            "eta.order-ttl", "6h",
            "eta.final-ttl", "30m",
            "eta.disorder", "2m",
            "eta.max-drift", "10m",
            "eta.predict-every", "20s",
            "eta.speed-every", "10s",
            "eta.dasher-every", "30s",
            "eta.idle-after", "20m",
            "eta.offline-after", "5m",
            "eta.supply-wait", "10s"));
    expected.put("registry.timeout", "5s");
    for (String key : List.of("user", "password", "password-file", "token", "token-file")) {
      expected.put("registry." + key, "");
    }
    expected.put("eta.thin-after", "1s");
    expected.put("eta.heartbeat-every", "5s");
    expected.put("eta.behind-after", "30s");
    expected.put("redis.nodes", "");
    expected.put("redis.user", "");
    expected.put("redis.password-file", "");
    expected.put("redis.tls", "false");
    expected.put("eta.silent-after", "3m");
    expected.put("tracing.endpoint", "");
    expected.put("tracing.sample-ratio", "0.01");
    expected.put("eta.speed-history", "");
    expected.put("eta.supply-thresholds", "");
    expected.put("eta.model", "");
    expected.put("eta.model-check-every", "10s");
    Map<String, String> effective = new HashMap<>(settings.effective());
    effective.keySet().removeIf(EtaSettingsTest::isOfKafkasClients);
    assertThat(effective).isEqualTo(expected);
  }

  @Test
  void refusesWhatCannotWork() {
    assertRefused("eta.start", "today", "eta.start is today; it must be earliest or latest");
    assertRefused(
        "eta.state-backend",
        "memory",
        "eta.state-backend is memory; it must be hashmap or rocksdb");
    assertRefused(
        "eta.checkpoint-interval",
        "100ms",
        "eta.checkpoint-interval is 100ms; it must be 500ms or longer");
    assertRefused(
        "eta.predict-every", "0ms", "eta.predict-every is 0ms; it must be longer than nothing");
    assertRefused(
        "eta.supply-wait", "3m", "eta.supply-wait is 3m; it must be at most eta.disorder, 2m");
    assertRefused("eta.thin-after", "0s", "eta.thin-after is 0ms; it must be 200ms or longer");
    assertRefused("eta.redis-batch", "0", "eta.redis-batch is 0; it must be between 1 and 10000");
    assertRefused("eta.redis-linger", "1m", "eta.redis-linger is 1m; it must be 10s at most");
    assertRefused("eta.order-ttl", "0s", "eta.order-ttl is 0ms; it must be 1s or longer");
    assertRefused("eta.final-ttl", "999ms", "eta.final-ttl is 999ms; it must be 1s or longer");
    assertRefused(
        "eta.heartbeat-every", "2m", "eta.heartbeat-every is 2m; it must be between 100ms and 1m");
    assertRefused(
        "eta.behind-after", "999ms", "eta.behind-after is 999ms; it must be 1s or longer");
    assertRefused("redis.port", "70000", "redis.port is 70000; it must be between 1 and 65535");
  }

  private static void assertRefused(String key, String value, String message) {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.put(key, value);

    assertThatThrownBy(() -> EtaSettings.from(Settings.of(values)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(message);
  }
}
