package io.freshet.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {
  private static final String EVENT =
      "2026-03-01T10:00:00.000Z INFO  [main] Server - settings={}\n";

  @TempDir private Path folder;

  private String of(String log) throws IOException {
    return LastWords.of(Files.writeString(folder.resolve("log"), log));
  }

  @Test
  void areTheLinesBehindTheLastEvent() throws IOException {
    assertThat(of(EVENT + "One is wrong\nAnother too\n")).isEqualTo("One is wrong\nAnother too");
  }

  @Test
  void areNoneWhereEventsAreLast() throws IOException {
    assertThat(of("Warning\n" + EVENT)).isEmpty();
  }

  @Test
  void aStackTraceIsNoReason() throws IOException {
    String trace = String.join("\n", Collections.nCopies(100, "\tat here"));

    assertThat(of(EVENT + trace)).isEmpty();
  }

  @Test
  void areNoneWhereThereIsNoLog() {
    assertThat(LastWords.of(folder.resolve("nothing"))).isEmpty();
  }
}
