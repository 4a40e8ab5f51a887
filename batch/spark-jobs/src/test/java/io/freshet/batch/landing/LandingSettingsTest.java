package io.freshet.batch.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.batch.landing.database.JdbcAccess;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LandingSettingsTest {
  @Test
  void pinsEveryKeyAndDefault() {
    Settings settings = Settings.of(Map.of());

    assertThat(LandingSettings.from(settings))
        .isEqualTo(new LandingSettings(JdbcAccess.NONE, 10_000));
    assertThat(settings.effective())
        .containsOnlyKeys(
            "landing.driver-jar",
            "landing.max-files",
            "landing.password",
            "landing.user",
            "landing.zone");
  }

  @Test
  void refusesATableWithoutFiles() {
    assertThatThrownBy(() -> LandingSettings.from(Settings.of(Map.of("landing.max-files", "0"))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("landing.max-files is 0; it must be at least 1");
  }
}
