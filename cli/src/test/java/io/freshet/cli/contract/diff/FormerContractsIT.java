package io.freshet.cli.contract.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.assurance.change.ContractChange;
import io.freshet.assurance.change.ContractDiff;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.samples.EditedContracts;
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
    commit();
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
  void saysWhatGitSaysWhereThereIsNoSuchCommit() throws Exception {
    commit();

    assertThatThrownBy(() -> FormerContracts.read("no-such-branch", folder))
        .isInstanceOfSatisfying(FreshetException.class, FormerContractsIT::isTheCallersFault)
        .hasMessage(
            "git finds nothing to compare with: fatal: Not a valid object name no-such-branch; name"
                + " a commit that it knows, or a folder, with --against");
  }

  @Test
  void saysWhatGitSaysOutsideOfAnyProject() {
    assertThatThrownBy(() -> FormerContracts.read("HEAD", folder))
        .isInstanceOfSatisfying(FreshetException.class, FormerContractsIT::isTheCallersFault)
        .hasMessageStartingWith("git finds nothing to compare with: fatal: not a git repository");
  }

  @Test
  void saysThatTheFolderWasNotThere() throws Exception {
    commit();
    Path later = Files.createDirectory(project.resolve("later"));
    EditedContracts.in(later);

    assertThatThrownBy(() -> FormerContracts.read("HEAD", later))
        .isInstanceOfSatisfying(FreshetException.class, FormerContractsIT::isTheCallersFault)
        .hasMessageStartingWith("HEAD has no contracts in " + later + "; name a commit");
  }

  @Test
  void namesWhatWasWrongThenAsGitDoes() throws Exception {
    edited.replace("order_events", "version: 1.1.0", "version: one");
    commit();

    assertThatThrownBy(() -> FormerContracts.read("HEAD", folder))
        .isInstanceOfSatisfying(FreshetException.class, FormerContractsIT::isTheCallersFault)
        .hasMessageStartingWith("The contracts at HEAD can't be read:")
        .hasMessageContaining("%nHEAD:order_events.yaml:".formatted())
        .hasMessageNotContaining("freshet-contracts");
  }

  @Test
  void saysThatThereIsNoGit() {
    assertThatThrownBy(() -> FormerContracts.atCommit("no-such-git", "HEAD", folder))
        .isInstanceOfSatisfying(FreshetException.class, FormerContractsIT::isTheCallersFault)
        .hasMessageStartingWith("git can't be run: ")
        .hasMessageEndingWith("; install it, or name a folder with --against");
  }

  private static void isTheCallersFault(FreshetException failure) {
    assertThat(failure.fault()).isEqualTo(Fault.CALLER);
  }

  private void commit() throws Exception {
    git("init", "-q");
    git("add", ".");
    git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first");
  }

  private void git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).directory(project.toFile()).inheritIO().start();

    assertThat(process.waitFor()).isZero();
  }
}
