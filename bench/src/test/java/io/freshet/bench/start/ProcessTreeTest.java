package io.freshet.bench.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.bench.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Busy until somebody takes its file away, in a session of its own. */
  private static final String BUSY = "touch busy; setsid sh -c 'while [ -e busy ]; do :; done' & ";

  @TempDir private Path folder;

  @Test
  void countsAGrandchildThatOutlivesItsParent() {
    try (ChildProcess parent = start(BUSY + "while [ ! -e enough ]; do sleep 0.1; done")) {
      ProcessTree tree = new ProcessTree(ProcessHandle.of(parent.pid()).orElseThrow());
      await().atMost(PATIENCE).until(() -> lookedAt(tree) > 0.2);
      run("touch enough");
      await().atMost(PATIENCE).until(() -> !parent.isAlive());
      double before = lookedAt(tree);

      await().atMost(PATIENCE).until(() -> lookedAt(tree) > before + 0.2);

      assertThat(tree.peakMegabytes()).isPositive();
    } finally {
      run("rm -f busy; touch enough");
    }
  }

  @Test
  void keepsWhatAProcessHasUsedThatIsGone() {
    try (ChildProcess parent = start(BUSY + "wait")) {
      ProcessTree tree = new ProcessTree(ProcessHandle.of(parent.pid()).orElseThrow());
      await().atMost(PATIENCE).until(() -> lookedAt(tree) > 0.2);
      double before = tree.effort().cpuSeconds();
      run("rm busy");
      await().atMost(PATIENCE).until(() -> !parent.isAlive());

      assertThat(lookedAt(tree)).isGreaterThanOrEqualTo(before);
    } finally {
      run("rm -f busy");
    }
  }

  private static double lookedAt(ProcessTree tree) {
    tree.look();

    return tree.effort().cpuSeconds();
  }

  private void run(String script) {
    try (ChildProcess process = start(script)) {
      process.await();
    }
  }

  private ChildProcess start(String script) {
    return ChildProcess.start(
        "a parent",
        List.of("sh", "-c", "cd '%s'; %s".formatted(folder, script)),
        Map.of(),
        folder.resolve("parent.log"));
  }
}
