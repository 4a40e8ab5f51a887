package io.freshet.local.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.FlinkApplication;
import io.freshet.local.StateFolder;
import io.freshet.local.application.SubmittedApplication;
import io.freshet.local.process.RunningProcess;
import io.freshet.local.state.PlatformState.StartedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformFileTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00.250Z");

  private static final RunningProcess KAFKA = new RunningProcess(17, NOON, "boot/42");

  @TempDir private Path root;
  private StateFolder folder;
  private PlatformFile file;

  @BeforeEach
  void file() {
    folder = new StateFolder(root);
    file = new PlatformFile(folder);
  }

  @Test
  void readsBackWhatItWrote() {
    SubmittedApplication writer =
        new SubmittedApplication(
            new FlinkApplication(
                "writer", "module", "Main", List.of("--a=b"), 2, 1024, Map.of("x.y", "z")),
            2,
            1,
            "",
            NOON);
    PlatformState written =
        file.change(
            state ->
                state
                    .withPart("kafka", new StartedPart(KAFKA, 9092))
                    .withPort("kafka", 9092)
                    .withSecret("catalog-token", "t")
                    .withApplication("writer", writer));

    assertThat(new PlatformFile(folder).read()).isEqualTo(written);
  }

  @Test
  void writesPartsAsScriptsReadThem() throws IOException {
    file.change(state -> state.withPart("kafka", new StartedPart(KAFKA, 9092)));

    assertThat(Files.readString(folder.platformFile()).replaceAll("\\s", ""))
        .contains(
            "\"kafka\":{\"pid\":17,\"started_at\":\"2026-11-01T12:00:00.250Z\",\"port\":9092,"
                + "\"birth\":\"boot/42\"}");
  }

  @Test
  void readsNotesThatTellNoBirth() throws IOException {
    Files.writeString(
        folder.platformFile(),
        "{\"parts\": {\"kafka\": {\"pid\": 17, \"started_at\": \"2026-11-01T12:00:00Z\", \"port\": 9092}}}");

    assertThat(file.read().part("kafka").orElseThrow().process())
        .isEqualTo(new RunningProcess(17, Instant.parse("2026-11-01T12:00:00Z")));
  }

  @Test
  void letsNobodyElseReadTheSecrets() throws IOException {
    new Secrets(file).secret("postgres-password");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.platformFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void makesASecretOnceForEachFolder(@TempDir Path other) {
    String secret = new Secrets(file).secret("token");

    assertThat(new Secrets(file).secret("token")).isEqualTo(secret).hasSize(40);
    assertThat(new Secrets(new PlatformFile(new StateFolder(other))).secret("token"))
        .isNotEqualTo(secret);
  }

  @Test
  void saysWhatToDoAboutAFileThatItCannotRead() throws IOException {
    Files.writeString(folder.platformFile(), "{");

    assertThatThrownBy(file::read)
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Cannot read " + folder.platformFile())
        .hasMessageEndingWith("stop what runs, then delete the folder " + root);
  }
}
