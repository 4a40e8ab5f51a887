package io.freshet.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir private Path folder;

  @Test
  void showsTheLastLinesAndTheCauseBeforeThem() throws IOException {
    String farewells =
        IntStream.range(0, 30).mapToObj(i -> "bye " + i).collect(Collectors.joining("\n"));
    Path log = folder.resolve("log");
    Files.writeString(log, "starting\nCaused by: no port\n" + farewells);

    assertThat(LogTail.of(log).strip().lines())
        .hasSize(13)
        .startsWith("| Caused by: no port")
        .endsWith("  | bye 29");
  }

  @Test
  void isEmptyWithoutALog() {
    assertThat(LogTail.of(folder.resolve("none"))).isEmpty();
  }
}
