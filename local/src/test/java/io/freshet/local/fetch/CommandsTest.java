package io.freshet.local.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  @TempDir private Path folder;

  @Test
  void waitsForACommandThatClosesItsOutputFirst() throws Exception {
    Commands.run(shell("exec >&- 2>&-; sleep 0.2; echo done > result"), folder, line -> {});

    assertThat(folder.resolve("result")).hasContent("done");
  }

  @Test
  void saysHowACommandFailed() {
    List<String> lines = new ArrayList<>();

    assertThatThrownBy(
            () -> Commands.run(shell("echo no route; exit 3"), folder, line -> lines.add(line)))
        .isInstanceOf(IOException.class)
        .hasMessage("sh ended with 3\n  | no route");
    assertThat(lines).containsExactly("no route");
  }

  private static List<String> shell(String script) {
    return List.of("sh", "-c", script);
  }
}
