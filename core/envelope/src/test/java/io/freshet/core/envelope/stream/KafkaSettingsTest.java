package io.freshet.core.envelope.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
  @Test
  void readsEveryKeyWithItsDefault() {
    assertThat(KafkaSettings.from(Settings.of(Map.of("kafka.bootstrap", "a:9092, b:9092"))))
        .isEqualTo(new KafkaSettings("a:9092,b:9092", 3));
  }

  @Test
  void refusesToGoWithoutABroker() {
    assertThatThrownBy(() -> KafkaSettings.from(Settings.of(Map.of())))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("kafka.bootstrap is empty; it must be host:port");
  }

  @Test
  void refusesACapOfNoReplicas() {
    assertThatThrownBy(() -> new KafkaSettings("a:9092", 0))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("kafka.max-replicas is 0; it must be at least 1");
  }
}
