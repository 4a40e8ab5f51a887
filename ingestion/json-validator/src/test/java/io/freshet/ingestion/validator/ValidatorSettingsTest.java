package io.freshet.ingestion.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.RawJson;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorSettingsTest {
  private static final Map<String, String> NEEDED =
      Map.of(
          "contracts.path", "contracts",
          "kafka.bootstrap", "127.0.0.1:9092",
          "registry.url", "http://127.0.0.1:8081");

  @Test
  void pinsKeysAndDefaults() {
    ValidatorSettings settings = ValidatorSettings.from(Settings.of(NEEDED));

    assertThat(settings.raw())
        .isEqualTo(new ValidatorSettings.Raw(new RawJson("raw_json"), 4, Duration.ofDays(7)));
    assertThat(settings.contracts()).isEqualTo(Path.of("contracts"));
    assertThat(settings.checkpointInterval()).isEmpty();
    assertThat(settings.transactionTimeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(settings.lineage().endpoint()).isEmpty();
  }

  @Test
  void anApplicationIsKnownByItsTopic() {
    assertThat(with("validator.topic", "raw_clicks").application())
        .isEqualTo("freshet-json-validator-raw_clicks");
  }

  @Test
  void takesWhatIsSet() {
    assertThat(with("validator.checkpoint-interval", "500ms").checkpointInterval())
        .contains(Duration.ofMillis(500));
    assertThat(with("validator.partitions", "12").raw().partitions()).isEqualTo(12);
    assertThat(with("validator.retention", "2d").raw().retention()).isEqualTo(Duration.ofDays(2));
    assertThat(with("validator.transaction-timeout", "1h").transactionTimeout())
        .isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({
    "validator.topic, raw json, validator.topic is raw json",
    "validator.partitions, 0, validator.partitions is 0",
    "validator.retention, 1m, validator.retention is 1m; it must be between 1h and 3650d",
    "validator.checkpoint-interval, 1ms, validator.checkpoint-interval is 1ms",
    "validator.topik, x, validator.topik"
  })
  void refusesWhatCannotBe(String key, String value, String message) {
    assertThatThrownBy(() -> with(key, value))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(message);
  }

  private static ValidatorSettings with(String key, String value) {
    Map<String, String> all = new HashMap<>(NEEDED);
    all.put(key, value);

    return ValidatorSettings.from(Settings.of(all));
  }
}
