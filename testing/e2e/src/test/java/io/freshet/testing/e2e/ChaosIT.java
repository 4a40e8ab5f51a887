package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A minute of chaos as a user has it, one kind of each group. */
@FullOnly
class ChaosIT {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String KINDS =
      "writer-taskmanager-killed,kafka-cut,catalog-commits-in-silence,poison-bytes,writer-without-state";

  @TempDir private Path folder;

  @Test
  void provesAllAfterFaultsOfEachGroup() throws Exception {
    Path result = folder.resolve("result.json");
    FreshetCommand freshet =
        new FreshetCommand(folder.resolve("state"), folder.resolve("chaos.log"));

    FreshetCommand.Answer answer =
        freshet.end(
            freshet.start(
                "chaos",
                "--state=" + folder.resolve("chaos"),
                "--seed=5",
                "--duration=1m",
                "--every=5s",
                "--kinds=" + KINDS,
                "--json=" + result),
            PATIENCE);

    assertThat(answer.exitCode()).as(answer.printed()).isZero();
    JsonNode report = new ObjectMapper().readTree(result.toFile());
    assertThat(report.path("ok").asBoolean()).isTrue();
    assertThat(report.path("rows_proved").asLong()).isPositive();
    assertThat(report.path("orders").path("events").asLong())
        .isPositive()
        .isEqualTo(report.path("orders").path("steps_answered").asLong());
    assertThat(folder.resolve("chaos")).doesNotExist();
  }
}
