package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WorkspaceTest {
  @TempDir private Path folder;

  @Test
  void keepsReceiptsBesideTheProfile() throws IOException {
    assertThat(workspace("catalog.uri: x").receipts()).isEqualTo(folder.resolve("receipts"));
  }

  @Test
  void keepsReceiptsWhereTheProfileWantsThem() throws IOException {
    assertThat(workspace("receipts.path: /var/receipts").receipts())
        .isEqualTo(Path.of("/var/receipts"));
  }

  @Test
  void asksAnInstallationThatIsNamedWhetherOrNotWeStartedIt() throws IOException {
    assertThat(workspace("trino.port: 8080").settings().text("trino.port")).isEqualTo("8080");
  }

  @Test
  void saysWhatToDoWithoutAProfile() {
    Path nowhere = folder.resolve("none.yaml");

    assertThatThrownBy(() -> named(nowhere).settings())
        .isInstanceOf(FreshetException.class)
        .hasMessageContainingAll(nowhere.toString(), "./freshet up", "--profile");
  }

  private Workspace workspace(String profile) throws IOException {
    return named(Files.writeString(folder.resolve("profile.yaml"), profile + "\n"));
  }

  private static Workspace named(Path profile) {
    return CommandLine.populateCommand(new Workspace(), "--profile", profile.toString());
  }
}
