package io.freshet.cli.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.orchestration.airflow.DagRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwaitOptionTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private Instant now = Instant.EPOCH;

  @Test
  void allRunsShareTheTimeThatTheUserWouldWait() {
    List<Duration> given = new ArrayList<>();

    AwaitOption.awaitAll(
        List.of(run("a"), run("b"), run("c")),
        Duration.ofMinutes(15),
        (run, patience) -> {
          given.add(patience);
          now = now.plus(TEN_MINUTES);
          return run;
        },
        () -> now);

    assertThat(given).containsExactly(Duration.ofMinutes(15), Duration.ofMinutes(5), Duration.ZERO);
  }

  private static DagRun run(String id) {
    return new DagRun(
        "nightly",
        id,
        DagRun.State.RUNNING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
