package io.freshet.assurance.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs in git's place. */
class GitFolderTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;

  private GitFolder git(String script, Duration timeLimit) throws IOException {
    Path program = Files.writeString(folder.resolve("git"), "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    return new GitFolder(program.toString(), folder, timeLimit);
  }

  @Test
  void saysWhatGitPrints() throws Exception {
    byte[] printed = git("echo \"$1\"", LONG).run("status");

    assertThat(new String(printed, StandardCharsets.UTF_8)).isEqualTo("status\n");
  }

  @Test
  void saysWhyGitRefuses() throws Exception {
    GitFolder git = git("echo 'fatal: no' >&2; exit 128", LONG);

    assertThatThrownBy(() -> git.run("status"))
        .isInstanceOf(GitFolder.NoAnswerException.class)
        .hasMessage("fatal: no");
  }

  @Test
  void waitsForNoGitThatDoesNotAnswerNorForWhatItStarted() throws Exception {
    GitFolder git = git("sleep 600 & sleep 600", Duration.ofMillis(300));

    assertThatThrownBy(() -> git.run("status"))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DEPENDENCY))
        .hasMessageContainingAll("git gave no answer", "within 300ms");
  }

  @Test
  void takesNoMoreThanAContractMayBe() throws Exception {
    GitFolder git = git("exec yes", LONG);

    assertThatThrownBy(() -> git.run("status"))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("more than 4 MB");
  }
}
