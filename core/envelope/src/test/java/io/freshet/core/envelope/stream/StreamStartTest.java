package io.freshet.core.envelope.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamStartTest {
  private static final Instant NOW = Instant.parse("2026-11-01T08:00:00.5Z");

  @Test
  void readsEveryWayToNameAPlace() {
    assertThat(parse("earliest")).isEqualTo(new StreamStart.Earliest());
    assertThat(parse("latest")).isEqualTo(new StreamStart.Latest());
    assertThat(parse("1500")).isEqualTo(new StreamStart.Offset(1500));
    assertThat(parse("10m")).isEqualTo(since("2026-11-01T07:50:00.5Z"));
    assertThat(parse("2026-03-01T10:00:00Z")).isEqualTo(since("2026-03-01T10:00:00Z"));
    assertThat(parse("2026-03-01")).isEqualTo(since("2026-03-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"newest", "2026-13-01", "2026-03-01T10:00", "-5m", "", "99999999999999999d"})
  void saysWhatAPlaceLooksLike(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "'%s' is no place in a stream; write earliest, latest, an offset, a time such as 2026-11-01T08:00:00Z, or how long ago, such as 10m"
                .formatted(text));
  }

  private static StreamStart since(String time) {
    return new StreamStart.Since(Instant.parse(time));
  }

  private static StreamStart parse(String text) {
    return StreamStart.parse(text, NOW);
  }
}
