package io.freshet.orchestration.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  @Test
  void printsTimeLevelAndEvent() {
    assertThat(
            LogLines.of(
                List.of(
                    Map.of("timestamp", "2026-03-01T00:00:00Z", "level", "info", "event", "up"))))
        .containsExactly("2026-03-01T00:00:00Z info up");
  }

  @Test
  void givesEachLineOfAnEventOneOfItsOwn() {
    assertThat(LogLines.of(List.of(Map.of("event", "one\ntwo")))).containsExactly("one", "two");
  }

  @Test
  void keepsPlainTextAsItIs() {
    assertThat(LogLines.of("one\ntwo")).containsExactly("one", "two");
  }

  @Test
  void hasNothingToSayOfALogThatIsNotThere() {
    assertThat(LogLines.of(null)).isEmpty();
  }
}
