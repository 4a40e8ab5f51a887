package io.freshet.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.freshet.cli.Freshet;
import io.freshet.testing.samples.WrittenCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextStepsTest {
  private static final String CONSOLE = "http://127.0.0.1:21001";
  private static final String TRACKING = "http://127.0.0.1:21002/track/oslo/17#token=t";
  private static final NextSteps STEPS = new NextSteps(CONSOLE, Optional.of(TRACKING));

  @Test
  void showsBothPages() {
    assertThat(STEPS.lines())
        .anyMatch(line -> line.endsWith(" " + CONSOLE))
        .anyMatch(line -> line.endsWith(" " + TRACKING));
  }

  @Test
  void saysHowAnOrderIsFoundWhereNoneIsOnItsWay() {
    assertThat(new NextSteps(CONSOLE, Optional.empty()).lines())
        .anyMatch(line -> line.contains("none is on its way yet; call ./freshet demo again"));
  }

  @Test
  void namesCommandsAndPagesThatThereAre(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("steps.md");
    Files.writeString(page, "```bash\n%s\n```\n".formatted(String.join("\n", STEPS.lines())));

    List<WrittenCommand> commands = WrittenCommand.of(page);

    assertThat(commands).extracting(each -> each.words().get(0)).contains("sql", "prove", "demo");
    for (WrittenCommand command : commands.subList(0, 2)) {
      String[] words = command.words().toArray(String[]::new);
      assertThatCode(() -> Freshet.commandLine().parseArgs(words)).doesNotThrowAnyException();
    }
    assertThat(Path.of("..", "docs", "quickstart.md")).exists();
  }
}
