package io.freshet.core.envelope.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrySettingsTest {
  @Test
  void readsEveryKeyWithItsDefault() {
    assertThat(
            RegistrySettings.from(
                Settings.of(Map.of("registry.url", "http://127.0.0.1:8081/api/"))))
        .isEqualTo(new RegistrySettings("http://127.0.0.1:8081/api", Duration.ofSeconds(5)));
  }

  @Test
  void refusesWhatIsNoAddress() {
    assertThatThrownBy(() -> RegistrySettings.of("127.0.0.1:8081"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "registry.url is 127.0.0.1:8081;"
                + " it must be an http or https address such as http://127.0.0.1:8081");
  }
}
