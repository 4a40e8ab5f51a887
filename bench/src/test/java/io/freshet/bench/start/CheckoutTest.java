package io.freshet.bench.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.bench.ChildProcess;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
  @TempDir private Path folder;

  @Test
  void holdsWhatWasCommittedAndCountsWhatWasNot() throws IOException {
    Path project = Files.createDirectory(folder.resolve("project"));
    Files.writeString(project.resolve("kept"), "committed");
    git("init --quiet");
    git("add kept");
    git("-c user.name=somebody -c user.email=s@example.com commit --quiet --message=first");
    Files.writeString(project.resolve("kept"), "changed since");
    Files.writeString(project.resolve("new"), "not added");

    Checkout checkout = Checkout.clone(project, folder.resolve("clone"));

    assertThat(checkout.folder().resolve("kept")).hasContent("committed");
    assertThat(checkout.folder().resolve("new")).doesNotExist();
    assertThat(checkout.uncommitted()).isEqualTo(2);
    assertThat(checkout.commit()).matches("[0-9a-f]{7,}");
    assertThat(checkout.seconds()).isPositive();
  }

  @Test
  void refusesWhatHasNoCommits() {
    assertThatThrownBy(() -> Checkout.clone(folder, folder.resolve("clone")))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "%s has no commits to clone; measure in a clone of the repository", folder.toString());
  }

  private void git(String words) {
    try (ChildProcess process =
        ChildProcess.start(
            "git",
            List.of("sh", "-c", "git -C '%s' %s".formatted(folder.resolve("project"), words)),
            Map.of(),
            folder.resolve("log"))) {
      process.await();
    }
  }
}
