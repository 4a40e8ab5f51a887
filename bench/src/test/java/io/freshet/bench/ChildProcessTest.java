package io.freshet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  @TempDir private Path folder;

  @Test
  void isGoneWhenItIsClosed() {
    long pid;
    try (ChildProcess process = start("sleep 60")) {
      pid = process.pid();
      assertThatCode(process::requireAlive).doesNotThrowAnyException();
    }

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void tellsTheLastThatAFailedOneSaid() {
    try (ChildProcess process = start("echo no such table; exit 3")) {
      assertThatThrownBy(process::await)
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("a peer ended with exit code 3")
          .hasMessageContaining("no such table");
    }
  }

  @Test
  void waitsForAGoodEnd() {
    try (ChildProcess process = start("exit 0")) {
      assertThatCode(process::await).doesNotThrowAnyException();
    }
  }

  @Test
  void waitsForNoneForEver() {
    try (ChildProcess process = start("sleep 60")) {
      assertThatThrownBy(() -> process.awaitWithin(Duration.ofMillis(10)))
          .isInstanceOf(FreshetException.class)
          .hasMessageStartingWith("a peer has not ended within 0 s");
    }
  }

  private ChildProcess start(String script) {
    return ChildProcess.start(
        "a peer", List.of("sh", "-c", script), Map.of(), folder.resolve("peer.log"));
  }
}
