package io.freshet.cli.contract.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the git that is there. */
class FormerContractsIT {
  @TempDir private Path project;
  private Path folder;
  private EditedContracts edited;

  @BeforeEach
  void copy() throws Exception {
    folder = Files.createDirectory(project.resolve("contracts"));
    edited = EditedContracts.in(folder);
  }

  @Test
  void readsTheFolderAsItWasAtACommit() throws Exception {
    git("init", "-q");
    git("add", ".");
    git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first");
    edited.removeColumn("order_events", "reason");

    assertThat(ContractDiff.between(FormerContracts.read("HEAD", folder), edited.read()))
        .singleElement()
        .extracting(ContractChange::place)
        .isEqualTo("order_events.reason");
  }

  @Test
  void readsAnotherFolder() throws Exception {
    edited.removeColumn("order_events", "reason");

    assertThat(ContractDiff.between(FormerContracts.read("../contracts", folder), edited.read()))
        .hasSize(1);
  }

  @Test
  void saysWhatGitSaysWhereThereIsNoSuchCommit() {
    assertThatThrownBy(() -> FormerContracts.read("no-such-branch", folder))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("git finds nothing to compare with: fatal: ")
        .hasMessageEndingWith("name a commit that it knows, or a folder, with --against");
  }

  private void git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).directory(project.toFile()).inheritIO().start();

    assertThat(process.waitFor()).isZero();
  }
}
