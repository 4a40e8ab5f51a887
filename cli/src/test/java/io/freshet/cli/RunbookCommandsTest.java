package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Nobody has time at night for a command that is not there. */
class RunbookCommandsTest {
  private static final Path RUNBOOKS = Path.of("..", "docs", "runbooks");
  private static final Pattern COMMAND = Pattern.compile("\\./freshet ([^`\\n]+)");

  static List<String> commands() throws IOException {
    try (Stream<Path> pages = Files.list(RUNBOOKS)) {
      return pages
          .flatMap(RunbookCommandsTest::lines)
          .flatMap(line -> COMMAND.matcher(line).results().map(found -> found.group(1).strip()))
          .distinct()
          .sorted()
          .toList();
    }
  }

  private static Stream<String> lines(Path page) {
    try {
      return Files.readAllLines(page).stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isThereWithItsOptions(String words) {
    CommandLine command = Freshet.commandLine();
    boolean isGroup = true;
    for (String word : words.split(" ")) {
      if (word.startsWith("--")) {
        assertThat(command.getCommandSpec().optionsMap()).as(words).containsKey(word);
      } else if (isGroup && !command.getSubcommands().isEmpty()) {
        CommandLine next = command.getSubcommands().get(word);
        isGroup = next != null;
        assertThat(isGroup || takesWords(command)).as(words).isTrue();
        command = isGroup ? next : command;
      } else {
        isGroup = false;
      }
    }
    assertThat(command.getSubcommands().isEmpty() || takesWords(command))
        .as("%s names one of its commands", words)
        .isTrue();
  }

  /** As restore does, which a backup may follow or its command drill. */
  private static boolean takesWords(CommandLine command) {
    return !command.getCommandSpec().positionalParameters().isEmpty();
  }
}
