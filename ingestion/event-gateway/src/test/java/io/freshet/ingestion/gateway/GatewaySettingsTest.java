package io.freshet.ingestion.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.ingestion.gateway.admission.ApiKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaySettingsTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "gateway.key-hashes", "rider-app:" + ApiKeys.hash("x"),
          "gateway.accounts-path", "accounts",
          "contracts.path", "contracts",
          "kafka.bootstrap", "localhost:9092",
          "registry.url", "http://localhost:8081");

  @Test
  void pinsKeysAndDefaults() {
    Settings settings = Settings.of(REQUIRED);
    GatewaySettings gateway = GatewaySettings.from(settings);

    assertThat(gateway.address()).hasToString("127.0.0.1:8484");
    assertThat(gateway.credentials().producers()).isEqualTo(List.of("rider-app"));
    assertThat(gateway.startTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(gateway.limits())
        .isEqualTo(
            new GatewaySettings.Limits(
                1_048_576,
                1000,
                67_108_864,
                10_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5)));
    assertThat(gateway.reading())
        .isEqualTo(
            new GatewaySettings.Reading(Optional.empty(), 50, Duration.ofMinutes(5), 1_048_576));
    assertThat(gateway.refused()).isEqualTo(new GatewaySettings.Refused(100, 16_384));
    assertThat(settings.effective().keySet())
        .filteredOn(key -> key.startsWith("gateway."))
        .containsExactlyInAnyOrder(
            "gateway.host",
            "gateway.port",
            "gateway.tls.certificate",
            "gateway.tls.key",
            "gateway.tls.terminated-elsewhere",
            "gateway.max-connections",
            "gateway.max-connections-per-address",
            "gateway.key-hashes",
            "gateway.accounts-path",
            "gateway.token-secret",
            "gateway.jwt-issuer",
            "gateway.jwt-keys",
            "gateway.jwt-audience",
            "gateway.max-body-bytes",
            "gateway.max-batch-events",
            "gateway.max-bytes-in-flight",
            "gateway.max-events-per-second",
            "gateway.max-refusals-per-second",
            "gateway.max-refusal-bytes",
            "gateway.read-timeout",
            "gateway.consumer-url",
            "gateway.max-consumers",
            "gateway.consumer-idle",
            "gateway.max-answer-bytes",
            "gateway.publish-timeout",
            "gateway.standby-bootstrap",
            "gateway.start-timeout",
            "gateway.contracts-check-every");
    assertThat(gateway.contracts().checkEvery()).isEqualTo(Duration.ofSeconds(5));
    assertThat(gateway.standby()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "gateway.port, 70000, between 0 and 65535",
    "gateway.max-body-bytes, 0, between 1 and 67108864",
    "gateway.max-batch-events, 0, between 1 and 100000",
    "gateway.max-bytes-in-flight, 100, between 1048576 and 2147483647",
    "gateway.max-events-per-second, 0, between 1 and 2147483647",
    "gateway.max-refusals-per-second, -1, between 0 and 100000",
    "gateway.max-refusal-bytes, 1048576, between 0 and 524288",
    "gateway.read-timeout, 2m, between 100ms and 50s",
    "gateway.publish-timeout, 500ms, between 1s and 50s",
    "gateway.start-timeout, 1h, between 1s and 10m",
    "gateway.contracts-check-every, 10ms, between 100ms and 1h",
    "gateway.max-consumers, 0, between 1 and 1000",
    "gateway.consumer-idle, 1d, between 1s and 1h",
    "gateway.max-answer-bytes, 10, between 1024 and 67108864"
  })
  void refusesValuesBeyondTheirLimits(String key, String value, String wanted) {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.put(key, value);

    assertThatThrownBy(() -> GatewaySettings.from(Settings.of(values)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(key + " is ")
        .hasMessageContaining(wanted);
  }

  @Test
  void anIssuerHasKeys() {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.put("gateway.jwt-issuer", "https://id.example");

    assertThatThrownBy(() -> GatewaySettings.from(Settings.of(values)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("gateway.jwt-keys is empty");
  }

  @Test
  void aSecretForTokensIsLongAndNotRepeated() {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.put("gateway.token-secret", "too short");

    assertThatThrownBy(() -> GatewaySettings.from(Settings.of(values)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("gateway.token-secret is a text of 9 bytes")
        .hasMessageNotContaining("too short");
  }

  @Test
  void refusesToStartWithoutKeys() {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.remove("gateway.key-hashes");

    assertThatThrownBy(() -> GatewaySettings.from(Settings.of(values)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("gateway.key-hashes");
  }
}
