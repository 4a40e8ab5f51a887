package io.freshet.ingestion.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureSettingsTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "contracts.path", "contracts",
          "kafka.bootstrap", "kafka:9092",
          "registry.url", "http://registry:8080",
          "capture.url", "jdbc:postgresql://db/shop",
          "capture.user", "capture",
          "capture.password", "very secret");

  private static Settings with(String key, String value) {
    Map<String, String> values = new HashMap<>(REQUIRED);
    values.put(key, value);

    return Settings.of(values);
  }

  @Test
  void hasTheseKeysAndDefaults() {
    Settings settings = Settings.of(REQUIRED);
    CaptureSettings.from(settings);

    Map<String, String> effective = new TreeMap<>(settings.effective());
    effective.keySet().removeIf(key -> key.startsWith("kafka.")); // the same for every process
    assertThat(effective)
        .containsExactly(
            Map.entry("capture.batch-size", "2000"),
            Map.entry("capture.contracts", ""),
            Map.entry("capture.heartbeat", "10s"),
            Map.entry("capture.host", "127.0.0.1"),
            Map.entry("capture.max-connections", "25000"),
            Map.entry("capture.max-connections-per-address", "1000"),
            Map.entry("capture.name", "freshet_capture"),
            Map.entry("capture.password", "***"),
            Map.entry("capture.poll-interval", "100ms"),
            Map.entry("capture.port", "8585"),
            Map.entry("capture.slot-limit-mb", "10240"),
            Map.entry("capture.snapshot", "1"),
            Map.entry("capture.tls.certificate", ""),
            Map.entry("capture.tls.key", ""),
            Map.entry("capture.tls.terminated-elsewhere", "false"),
            Map.entry("capture.transaction-timeout", "15m"),
            Map.entry("capture.url", "jdbc:postgresql://db/shop"),
            Map.entry("capture.user", "capture"),
            Map.entry("contracts.path", "contracts"),
            Map.entry("registry.password", ""),
            Map.entry("registry.password-file", ""),
            Map.entry("registry.timeout", "5s"),
            Map.entry("registry.token", ""),
            Map.entry("registry.token-file", ""),
            Map.entry("registry.url", "http://registry:8080"),
            Map.entry("registry.user", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "capture.batch-size | 0 | capture.batch-size is 0; it must be between 1 and 100000",
        "capture.poll-interval | 1m | capture.poll-interval is 1m; it must be between 1ms and 10s",
        "capture.heartbeat | 10ms | capture.heartbeat is 10ms; it must be between 1s and 1h",
        "capture.transaction-timeout | 1s"
            + " | capture.transaction-timeout is 1s; it must be between 10s and 7d",
        "capture.slot-limit-mb | 0 | capture.slot-limit-mb is 0; it must be at least 1",
        "capture.snapshot | 0 | capture.snapshot is 0; it must be at least 1",
        "capture.name | Shop-1"
            + " | capture.name is Shop-1; it must be lower-case letters, digits and _, at most 63",
        "capture.port | 70000 | capture.port is 70000; it must be between 0 and 65535",
        "capture.naem | x | capture.naem is no setting; did you mean capture.name?"
      })
  void refusesWhatIsOutOfBounds(String key, String value, String message) {
    assertThatThrownBy(() -> CaptureSettings.from(with(key, value)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(message);
  }

  @Test
  void hasNoSecretOfItsOwn() {
    assertThatThrownBy(() -> CaptureSettings.from(with("capture.password", "")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "capture.password is not set; set it in the profile or as FRESHET_CAPTURE_PASSWORD");
  }
}
