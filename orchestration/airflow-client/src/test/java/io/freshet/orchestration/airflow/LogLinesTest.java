package io.freshet.orchestration.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
  void leavesOutWhereAirflowHasLookedUnlessItFoundNothing() {
    List<Map<String, String>> sources =
        List.of(
            Map.of("event", "::group::Log message source details"),
            Map.of("event", "Could not read served logs: refused"),
            Map.of("event", "::endgroup::"));
    List<Map<String, String>> log = new ArrayList<>(sources);
    log.add(Map.of("event", "up"));

    assertThat(LogLines.of(log)).containsExactly("up");
    assertThat(LogLines.of(sources)).contains("Could not read served logs: refused");
  }

  @Test
  void hasNothingToSayOfALogThatIsNotThere() {
    assertThat(LogLines.of(null)).isEmpty();
  }
}
