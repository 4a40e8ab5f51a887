package io.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalSettingsTest {
  @Test
  void hasTheseKeysAndDefaults() {
    Settings settings = Settings.of(Map.of());
    LocalSettings.from(settings);

    assertThat(settings.effective())
        .containsExactly(
            Map.entry("airflow.port", ""),
            Map.entry("alert.webhook", ""),
            Map.entry("catalog.heap", "384m"),
            Map.entry("catalog.port", ""),
            Map.entry("console.heap", "256m"),
            Map.entry("console.port", ""),
            Map.entry("kafka.heap", "512m"),
            Map.entry("kafka.port", ""),
            Map.entry("lineage.heap", "128m"),
            Map.entry("lineage.port", ""),
            Map.entry("lineage.token", ""),
            Map.entry("lineage.url", ""),
            Map.entry("platform.short-lived", "false"),
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
  void suggestsTheVariableThatWasProbablyMeant() {
    assertThatThrownBy(
            () ->
                LocalSettings.refuseMisspelt(
                    Map.of("FRESHET_REDIS_PROT", "6379", "FRESHET_TRINO_HAEP", "1g")))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("FRESHET_REDIS_PROT is no setting; did you mean FRESHET_REDIS_PORT?")
        .hasMessageContaining("FRESHET_TRINO_HAEP is no setting; did you mean FRESHET_TRINO_HEAP?");
  }

  @Test
  void leavesVariablesOfOtherComponentsAlone() {
    Map<String, String> others = new HashMap<>();
    for (String name :
        List.of(
            "REDIS_HOST",
            "REDIS_PASSWORD",
            "TRINO_USER",
            "KAFKA_BOOTSTRAP",
            "S3_REGION",
            "REGISTRY_URL",
            "CATALOG_URI",
            "CATALOG_TOKEN",
            "CATALOG_DATABASE",
            "LINEAGE_URL",
            "LINEAGE_TOKEN",
            "LINEAGE_FILE",
            "POSTGRES_URL",
            "KAFKA_PORT",
            "KAFKA_HEAP")) {
      others.put("FRESHET_" + name, "any");
    }

    assertThatCode(() -> LocalSettings.refuseMisspelt(others)).doesNotThrowAnyException();
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
