package io.freshet.core.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingSettingsTest {
  @Test
  void pinsKeysAndDefaults() {
    Settings settings = Settings.of(Map.of());

    TracingSettings tracing = TracingSettings.from(settings);

    assertThat(tracing).isEqualTo(new TracingSettings("", 0.01));
    assertThat(tracing.isOn()).isFalse();
    assertThat(settings.effective()).containsOnlyKeys("tracing.endpoint", "tracing.sample-ratio");
  }

  @Test
  void addsThePathOfTheProtocol() {
    TracingSettings tracing =
        TracingSettings.from(
            Settings.of(
                Map.of("tracing.endpoint", "http://127.0.0.1:4318/", "tracing.sample-ratio", "1")));

    assertThat(tracing.isOn()).isTrue();
    assertThat(tracing.url()).isEqualTo("http://127.0.0.1:4318/v1/traces");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.1", "NaN", "half"})
  void refusesRatiosThatAreNone(String ratio) {
    Settings settings = Settings.of(Map.of("tracing.sample-ratio", ratio));

    assertThatThrownBy(() -> TracingSettings.from(settings))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("tracing.sample-ratio is %s; it must be between 0 and 1".formatted(ratio));
  }

  @Test
  void refusesEndpointsThatAreNone() {
    Settings settings = Settings.of(Map.of("tracing.endpoint", "localhost:4317"));

    assertThatThrownBy(() -> TracingSettings.from(settings))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "tracing.endpoint is localhost:4317; it must be an http or https address such as"
                + " http://127.0.0.1:4318");
  }
}
