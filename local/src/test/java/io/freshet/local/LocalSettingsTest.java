package io.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalSettingsTest {
  @Test
  void hasTheseKeysAndDefaults() {
    Settings settings = Settings.of(Map.of());
    LocalSettings.from(settings);

    assertThat(settings.effective())
        .containsExactly(
            Map.entry("catalog.heap", "384m"),
            Map.entry("catalog.port", ""),
            Map.entry("kafka.heap", "512m"),
            Map.entry("kafka.port", ""),
            Map.entry("postgres.port", ""),
            Map.entry("redis.port", ""),
            Map.entry("registry.heap", "256m"),
            Map.entry("registry.port", ""),
            Map.entry("s3.heap", "384m"),
            Map.entry("s3.port", ""),
            Map.entry("trino.heap", "2g"),
            Map.entry("trino.port", ""));
  }

  @Test
  void takesAPortFromTheEnvironment() {
    LocalSettings settings =
        LocalSettings.from(Settings.ofEnvironment(Map.of("FRESHET_KAFKA_PORT", "9092")));

    assertThat(settings.ports()).containsExactly(Map.entry("kafka", 9092));
  }

  @Test
  void refusesAHeapThatJavaWouldNotUnderstand() {
    assertThatThrownBy(() -> LocalSettings.from(Settings.of(Map.of("trino.heap", "two"))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("trino.heap is two; it must be a size such as 512m or 2g");
  }

  @Test
  void refusesAPortThatDoesNotExist() {
    assertThatThrownBy(() -> LocalSettings.from(Settings.of(Map.of("s3.port", "70000"))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("s3.port is 70000; it must be between 1 and 65535");
  }
}
