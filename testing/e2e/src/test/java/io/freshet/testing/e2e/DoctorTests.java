package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of a platform that is up, and of one whose registry is named wrongly. */
interface DoctorTests {
  FreshetCommand freshCommand();

  @Test
  @FullOnly
  default void theDoctorFindsEveryServiceAndWhatContractsAskFor(@TempDir Path own)
      throws Exception {
    Path result = own.resolve("doctor.json");
    FreshetCommand.Answer answer = freshCommand().run("doctor", "--json", result.toString());
    Map<String, String> states = states(result);

    for (String check :
        new String[] {
          "profile",
          "secrets",
          "settings",
          "kafka",
          "registry",
          "catalog",
          "store",
          "postgres",
          "redis",
          "trino",
          "console",
          "contracts",
          "applied",
          "clock-store",
          "clock-kafka",
          "checkpoints",
          "retention"
        }) {
      assertThat(states).as(answer.printed()).containsEntry(check, "ok");
    }
  }

  @Test
  @FullOnly
  default void theDoctorNamesTheServiceThatIsAwayAndSkipsWhatNeedsIt(@TempDir Path own)
      throws Exception {
    Path result = own.resolve("doctor.json");
    FreshetCommand.Answer answer =
        freshCommand()
            .with("FRESHET_REGISTRY_URL", "http://127.0.0.1:1")
            .run("doctor", "--json", result.toString());

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(states(result))
        .containsEntry("registry", "failed")
        .containsEntry("applied", "skipped")
        .containsEntry("kafka", "ok");
  }

  private static Map<String, String> states(Path file) throws IOException {
    Map<String, String> states = new TreeMap<>();
    JsonNode result = new ObjectMapper().readTree(file.toFile());
    for (JsonNode check : result.path("checks")) {
      states.put(check.path("check").asText(), check.path("state").asText());
    }

    return states;
  }
}
