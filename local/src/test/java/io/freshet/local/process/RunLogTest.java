package io.freshet.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
  @TempDir private Path folder;

  @Test
  void takesNothingFromWhoStillWritesToIt() throws IOException {
    Path log = folder.resolve("logs/gateway.log");
    Path first = RunLog.begin(log).file().toPath();
    try (Writer running = Files.newBufferedWriter(first)) {
      running.write("one");
      running.flush();

      Files.writeString(RunLog.begin(log).file().toPath(), "two");
      running.write(" and more");
    }

    assertThat(log).hasContent("two");
    assertThat(folder.resolve("logs/gateway.log.1")).hasContent("one and more");
  }
}
