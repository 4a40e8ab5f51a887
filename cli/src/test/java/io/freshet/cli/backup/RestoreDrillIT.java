package io.freshet.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.CommandRun;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loses everything that can be lost, and counts. Some minutes. */
@FullOnly
class RestoreDrillIT {
  @TempDir private Path folder;

  @Test
  void bringsBackAllThatABackupOrTheStoreHas() throws Exception {
    Path file = folder.resolve("drill.json");

    CommandRun run =
        CommandRun.of("restore", "drill", "--json", file.toString())
            .with("--state", folder.resolve("platform").toString())
            .run();

    JsonNode result = new ObjectMapper().readTree(file.toFile());
    assertThat(result.path("rounds"))
        .hasSize(Drill.Loss.values().length)
        .allSatisfy(
            round -> {
              assertThat(round.path("whole").asBoolean()).as("%s", round).isTrue();
              assertThat(round.path("proved").asBoolean()).as("%s", round).isTrue();
            });
    assertThat(run.exitCode()).isZero();
  }
}
