package io.freshet.core.envelope.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsumerSettingsTest {
  @Test
  void pinsKeysAndDefaults() {
    assertThat(ConsumerSettings.from(Settings.of(Map.of("consumer.group", "pricing"))))
        .isEqualTo(
            new ConsumerSettings(
                "pricing", 5, Duration.ofMillis(200), Duration.ofSeconds(30), 500, false))
        .isEqualTo(ConsumerSettings.of("pricing"));
    assertThat(
            ConsumerSettings.from(
                Settings.of(
                    Map.of(
                        "consumer.group", "pricing",
                        "consumer.max-attempts", "2",
                        "consumer.first-pause", "1s",
                        "consumer.longest-pause", "5s",
                        "consumer.max-records", "10",
                        "consumer.tests", "true"))))
        .isEqualTo(
            new ConsumerSettings(
                "pricing", 2, Duration.ofSeconds(1), Duration.ofSeconds(5), 10, true));
  }

  @Test
  void doublesAPauseUpToTheLongest() {
    ConsumerSettings settings =
        new ConsumerSettings("pricing", 9, Duration.ofSeconds(1), Duration.ofSeconds(5), 10, false);

    assertThat(IntStream.of(1, 2, 3, 4, 1000).mapToObj(settings::pause))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 5L, 5L);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> ConsumerSettings.of(" "))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("consumer.group is empty; it must be the service's name");
    assertThatThrownBy(
            () ->
                new ConsumerSettings(
                    "a", 0, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, false))
        .hasMessage("consumer.max-attempts is 0; it must be at least 1");
    assertThatThrownBy(
            () ->
                new ConsumerSettings(
                    "a", 1, Duration.ofSeconds(2), Duration.ofSeconds(1), 1, false))
        .hasMessage(
            "consumer.first-pause is 2s; it must be more than nothing, and at most"
                + " consumer.longest-pause, 1s");
  }
}
