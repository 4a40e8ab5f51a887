package io.freshet.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftTest {
  private static final Path JVM_OPTIONS = Path.of(".mvn", "jvm.config");

  @TempDir private Path folder;
  private Path project;
  private final Draft draft =
      new Draft(
          "busy-markets", "ops", Contracts.read(Path.of("../contracts")).require("order_events"));

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectories(folder.resolve("freshet"));
    Files.createDirectories(project.resolve(".mvn"));
    Files.writeString(project.resolve(JVM_OPTIONS), "--add-exports something\n");
  }

  @Test
  void takesTheOptionsOfTheCompilerAlongToWhereMavenDoesNotFindThem() throws IOException {
    assertThat(draft.dataStream(project, folder.resolve("elsewhere")))
        .containsEntry(JVM_OPTIONS, "--add-exports something\n");
    assertThat(draft.dataStream(project, project.resolve("apps/busy-markets")))
        .doesNotContainKey(JVM_OPTIONS);
  }

  /** The user that is rendered for it among {@code jobs} of a company may use that group. */
  @Test
  void readsInAGroupThatItsUserOfKafkaMayUse() throws IOException {
    assertThat(draft.dataStream(project, folder.resolve("elsewhere")).values())
        .anySatisfy(text -> assertThat(text).contains(".setGroupId(\"freshet-app-busy-markets\")"));
  }

  @Test
  void leavesNoPlaceUnfilled() throws IOException {
    assertThat(draft.dataStream(project, folder.resolve("elsewhere")).values())
        .noneSatisfy(text -> assertThat(text).containsPattern("@[a-zA-Z]+@"));
  }
}
