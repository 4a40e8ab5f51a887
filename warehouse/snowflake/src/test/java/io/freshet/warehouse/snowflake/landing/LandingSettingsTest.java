package io.freshet.warehouse.snowflake.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LandingSettingsTest {
  @Test
  void hasTheseKeysAndDefaults() {
    Settings settings = Settings.of(Map.of("catalog.warehouse", "s3://lake/warehouse"));

    assertThat(LandingSettings.from(settings))
        .isEqualTo(
            new LandingSettings(
                new S3Place("lake", "landing"),
                new S3Place("lake", "landing-watermarks"),
                Duration.ofMinutes(5)));
    assertThat(settings.effective().keySet())
        .containsExactly(
            "catalog.warehouse",
            "landing.location",
            "landing.sweep-interval",
            "landing.watermarks");
  }

  @Test
  void refusesWatermarksThatWouldWakeThePipes() {
    assertThatThrownBy(() -> settings("landing.watermarks", "s3://lake/landing/watermarks"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "landing.watermarks is s3://lake/landing/watermarks; it must be outside of"
                + " landing.location, whose events wake pipes");
  }

  @Test
  void refusesWhatIsInNoBucket() {
    assertThatThrownBy(() -> settings("landing.location", "/data/landing"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "landing.location is /data/landing; it must be a place in a bucket, such as"
                + " s3://lake/x");
  }

  @Test
  void refusesToSweepAllTheTime() {
    assertThatThrownBy(() -> settings("landing.sweep-interval", "10ms"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("landing.sweep-interval is 10ms; it must be at least 1s");
  }

  private static LandingSettings settings(String key, String value) {
    Map<String, String> values = new HashMap<>(Map.of("catalog.warehouse", "s3://lake/w"));
    values.put(key, value);

    return LandingSettings.from(Settings.of(values));
  }
}
