package io.freshet.local.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {
  @TempDir private Path root;

  @AfterEach
  void clearTheInterrupt() {
    Thread.interrupted();
  }

  @Test
  void isFreeAgainAfterItsHolder() {
    StateFolder folder = new StateFolder(root);
    StateLock.take(folder, ProgressListener.SILENT).close();

    StateLock.take(folder, ProgressListener.SILENT).close();
  }

  @Test
  void stopsWaitingWhenInterrupted() {
    StateFolder folder = new StateFolder(root);
    List<String> told = new ArrayList<>();
    try (StateLock held = StateLock.take(folder, ProgressListener.SILENT)) {
      assertThatThrownBy(
              () ->
                  StateLock.take(
                      folder,
                      (part, line) -> {
                        told.add(line);
                        Thread.currentThread().interrupt();
                      }))
          .isInstanceOf(FreshetException.class)
          .hasMessage("Interrupted while another command was changing " + root);
    }

    assertThat(told).containsExactly("waiting for another command that is changing it");
  }
}
