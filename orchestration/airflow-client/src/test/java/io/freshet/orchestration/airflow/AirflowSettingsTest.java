package io.freshet.orchestration.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AirflowSettingsTest {
  private static Settings with(String url) {
    return Settings.of(
        Map.of("airflow.url", url, "airflow.user", "ann", "airflow.password", "secret"));
  }

  @Test
  void hasTheseKeysAndDefaults() {
    Settings settings = with("http://airflow:8080");
    AirflowSettings.from(settings);

    assertThat(settings.effective())
        .containsExactly(
            Map.entry("airflow.password", "***"),
            Map.entry("airflow.timeout", "30s"),
            Map.entry("airflow.url", "http://airflow:8080"),
            Map.entry("airflow.user", "ann"));
  }

  @Test
  void refusesWhatIsNoUrl() {
    assertThatThrownBy(() -> AirflowSettings.from(with("airflow")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("airflow.url is airflow; it must be a URL such as http://airflow:8080");
  }

  @Test
  void keepsThePasswordToItself() {
    assertThat(AirflowSettings.from(with("http://airflow:8080")).toString())
        .isEqualTo("http://airflow:8080 as ann");
  }
}
