package io.freshet.ingestion.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.ingestion.writer.sink.WritePath;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriterSettingsTest {
  private static final Map<String, String> NEEDED =
      Map.of(
          "writer.streams", "trips, meals",
          "contracts.path", "contracts",
          "kafka.bootstrap", "127.0.0.1:9092",
          "registry.url", "http://127.0.0.1:8081",
          "catalog.uri", "http://127.0.0.1:8181",
          "catalog.token", "secret");

  @Test
  void pinsKeysAndDefaults() {
    WriterSettings settings = WriterSettings.from(Settings.of(NEEDED));

    assertThat(settings.streams()).containsExactly("trips", "meals");
    assertThat(settings.contractsPath()).isEqualTo("contracts");
    assertThat(settings.kafka().bootstrap()).isEqualTo("127.0.0.1:9092");
    assertThat(settings.registry()).isEqualTo(RegistrySettings.of("http://127.0.0.1:8081"));
    assertThat(settings.checkpointInterval()).isEmpty();
    assertThat(settings.path()).isEqualTo(WritePath.COLUMNAR);
    assertThat(settings.begin()).isEqualTo(Beginning.EARLIEST);
    assertThat(settings.lineage().endpoint()).isEmpty();
    assertThat(settings.tracing().isOn()).isFalse();
  }

  @Test
  void takesWhatIsSet() {
    WriterSettings settings =
        with(
            Map.of(
                "writer.checkpoint-interval", "10s",
                "writer.path", "rows",
                "writer.begin", "latest",
                "registry.timeout", "7s"));

    assertThat(settings.checkpointInterval()).contains(Duration.ofSeconds(10));
    assertThat(settings.path()).isEqualTo(WritePath.ROWS);
    assertThat(settings.begin()).isEqualTo(Beginning.LATEST);
    assertThat(settings.registry().timeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({
    "writer.streams, '', writer.streams is",
    "writer.checkpoint-interval, 499ms, writer.checkpoint-interval is",
    "writer.checkpoint-interval, 61m, writer.checkpoint-interval is",
    "writer.path, column, writer.path is column; it must be rows or columnar",
    "writer.begin, now, writer.begin is now; it must be earliest or latest"
  })
  void refusesWhatCannotBe(String key, String value, String message) {
    assertThatThrownBy(() -> with(Map.of(key, value)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void refusesKeysThatItDoesNotKnow() {
    assertThatThrownBy(() -> with(Map.of("writer.stream", "trips")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("writer.stream is no setting; did you mean writer.streams?");
  }

  private static WriterSettings with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(NEEDED);
    all.putAll(more);

    return WriterSettings.from(Settings.of(all));
  }
}
