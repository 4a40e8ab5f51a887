package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "7d, PT168H",
    "' 30s ', PT30S",
    "PT1H30M, PT1H30M",
    "0s, PT0S"
  })
  void readsWhatPeopleWrite(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "30 s", "1.5h", "-5s", "1w", "30S", "1h30m"})
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'%s' is no duration; write 500ms, 30s, 5m, 2h or 7d".formatted(text));
  }

  @Test
  void refusesNegativeOnes() {
    assertThatThrownBy(() -> Durations.parse("PT-5S"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'PT-5S' is negative");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0ms",
    "PT0.5S, 500ms",
    "PT90S, 90s",
    "PT120S, 2m",
    "PT90M, 90m",
    "PT24H, 1d",
    "PT36H, 36h"
  })
  void printsTheShortestForm(Duration duration, String text) {
    assertThat(Durations.print(duration)).isEqualTo(text);
  }

  @Test
  void readsBackWhatItPrints() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      Duration duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 40)));

      assertThat(Durations.parse(Durations.print(duration))).isEqualTo(duration);
    }
  }
}
