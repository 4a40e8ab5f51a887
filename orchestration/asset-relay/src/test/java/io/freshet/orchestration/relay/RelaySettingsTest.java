package io.freshet.orchestration.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelaySettingsTest {
  @Test
  void hasTheseKeysAndDefaults() {
    Settings settings = Settings.of(Map.of());
    RelaySettings.from(settings);

    assertThat(settings.effective())
        .containsExactly(
            Map.entry("relay.max-days", "7"),
            Map.entry("relay.port", "8090"),
            Map.entry("relay.refresh", "30s"),
            Map.entry("relay.zone-column", "time_zone"),
            Map.entry("relay.zones-contract", "markets"));
  }

  @Test
  void refusesToLookBackNoDay() {
    Settings settings = Settings.of(Map.of("relay.max-days", "0"));

    assertThatThrownBy(() -> RelaySettings.from(settings))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("relay.max-days is 0; it must be at least 1");
  }
}
