package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import io.freshet.local.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The whole job as a user starts it, with one of Flink's processes killed on the way. */
class DemoIT {
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  @Test
  void holdsEverythingThoughTheWriterIsKilledOnTheWay(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    Path state = folder.resolve("state");
    Path output = folder.resolve("output");
    Path figures = folder.resolve("demo.json");
    Platform platform = Platform.in(new StateFolder(state));
    FreshetCommand command = new FreshetCommand(state, output);

    Process demo =
        command.start("demo", "--duration", "45s", "--rate", "200", "--json", figures.toString());
    await()
        .atMost(PATIENCE)
        .until(() -> !demo.isAlive() || Files.readString(output).contains(" to commit"));
    if (demo.isAlive()) {
      platform.kill("writer-taskmanager");
    }
    FreshetCommand.Answer answer = command.end(demo, PATIENCE);

    assertThat(answer.exitCode()).as(answer.printed()).isZero();
    assertThat(answer.printed()).contains("restarted writer-taskmanager", "Everything held");
    assertThat(answer.printed()).containsPattern("\\d to commit, oldest +\\d+(\\.\\d)? (s|min)");
    JsonNode result = new ObjectMapper().readTree(figures.toFile());
    assertThat(result.path("ok").asBoolean()).isTrue();
    assertThat(result.path("seconds").path("first_eta").asDouble()).isPositive();
    assertThat(result.path("eta").path("predictions").asLong()).isPositive();
    assertThat(proof(result, "raw.dasher_pings").path("dead_lettered").asLong()).isEqualTo(3);
    assertThat(found(result)).isEqualTo(result.path("events").asLong());
    assertThat(platform.status())
        .extracting(PartStatus::state)
        .containsOnly(PartStatus.State.STOPPED);
  }

  /** Rows of the tables that the simulator fills. */
  private static long found(JsonNode result) {
    return List.of("raw.dasher_pings", "raw.order_events", "raw.markets").stream()
        .mapToLong(table -> proof(result, table).path("found").asLong())
        .sum();
  }

  private static JsonNode proof(JsonNode result, String table) {
    List<JsonNode> found = new ArrayList<>();
    result
        .path("tables")
        .forEach(
            proof -> {
              if (proof.path("table").asText().equals(table)) {
                found.add(proof);
              }
            });
    assertThat(found).as("proofs of " + table).hasSize(1);

    return found.get(0);
  }
}
