package io.freshet.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.cli.Freshet;
import io.freshet.testing.samples.WrittenCommand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Nobody has time at night for a command that is not there. */
class WrittenCommandsTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final CommandLine COMMAND_LINE = Freshet.commandLine();

  /** What older measurements were made by, as their pages say. */
  private static final List<String> FORMER = List.of("bench", "lake");

  static List<WrittenCommand> whole() {
    return all().stream().filter(each -> each.kind() != WrittenCommand.Kind.NAMED).toList();
  }

  static List<WrittenCommand> named() {
    return all().stream().filter(each -> each.kind() == WrittenCommand.Kind.NAMED).toList();
  }

  static List<WrittenCommand> shown() {
    return ShownCommands.in(PROJECT.resolve("console"));
  }

  private static List<WrittenCommand> all() {
    return ProjectFiles.documents(PROJECT).stream()
        .flatMap(page -> WrittenCommand.of(page).stream())
        .filter(written -> !isFormer(written.words()))
        .toList();
  }

  private static boolean isFormer(List<String> words) {
    return words.size() >= FORMER.size() && words.subList(0, FORMER.size()).equals(FORMER);
  }

  @ParameterizedTest
  @MethodSource("whole")
  void isACommandLineThatIsTaken(WrittenCommand written) {
    assertThatCode(() -> parse(written.words())).as(written.toString()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("named")
  void isThereWithItsOptions(WrittenCommand written) {
    requireThere(written.words(), written.toString());
  }

  /** What is only known when a page is made may lack: those are looked at as far as they go. */
  @ParameterizedTest
  @MethodSource("shown")
  void isWhatTheCommandLineTakesWhereTheConsoleShowsIt(WrittenCommand shown) {
    if (shown.kind() == WrittenCommand.Kind.NAMED) {
      requireThere(shown.words(), shown.toString());
    } else {
      assertThatCode(() -> parse(shown.words())).as(shown.toString()).doesNotThrowAnyException();
    }
  }

  @Test
  void findsWhatTheConsoleShows() {
    assertThat(shown().stream().map(each -> String.join(" ", each.words())))
        .hasSizeGreaterThan(40)
        .contains(
            "prove " + ShownCommands.SOME,
            "sql select * from raw.freshness_history where table_name = '%s' order by event_time"
                    .formatted(ShownCommands.SOME)
                + " desc limit 100",
            "run nightly --job %s --changed".formatted(ShownCommands.SOME));
    assertThat(shown().stream().filter(each -> each.kind() == WrittenCommand.Kind.NAMED))
        .singleElement()
        .extracting(WrittenCommand::words)
        .isEqualTo(List.of("event", ShownCommands.SOME));
  }

  @Test
  void refusesWhatACommandDoesNotKnow() {
    assertThatThrownBy(() -> parse(List.of("prove", "--depe", "dasher_pings")))
        .isInstanceOf(UnmatchedArgumentException.class)
        .hasMessage("Unknown option: '--depe'");
    assertThatThrownBy(() -> parse(List.of("contract", "new", "rides")))
        .isInstanceOf(MissingParameterException.class)
        .hasMessage("Missing required option: '--from=FILE'");
    assertThatThrownBy(() -> parse(List.of("contract"))).hasMessage("contract names no command");
  }

  private static void parse(List<String> words) {
    ParseResult result = COMMAND_LINE.parseArgs(words.toArray(String[]::new));
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    CommandLine last = result.commandSpec().commandLine();
    if (!words.contains("--help") && !takesWords(last) && !last.getSubcommands().isEmpty()) {
      throw new AssertionError("%s names no command".formatted(last.getCommandName()));
    }
  }

  /** Of a command in a sentence the words that are there must be its own; others may lack. */
  private static void requireThere(List<String> words, String where) {
    CommandLine command = COMMAND_LINE;
    boolean isGroup = true;
    for (String word : words) {
      if (word.startsWith("--") && takesAnyOption(command)) {
        return;
      } else if (word.startsWith("--")) {
        assertThat(command.getCommandSpec().optionsMap())
            .as(where)
            .containsKey(word.replaceFirst("=.*", ""));
      } else if (isGroup && !command.getSubcommands().isEmpty()) {
        CommandLine next = command.getSubcommands().get(word);
        isGroup = next != null;
        assertThat(isGroup || takesWords(command) || isLeftOut(word)).as(where).isTrue();
        command = isGroup ? next : command;
      }
    }
  }

  /** As restore does, which a backup may follow or its command drill. */
  private static boolean takesWords(CommandLine command) {
    return !command.getCommandSpec().positionalParameters().isEmpty();
  }

  /** As dbt does, and what erases the persons that contracts name. */
  private static boolean takesAnyOption(CommandLine command) {
    return command.isStopAtPositional()
        || !command.getCommandSpec().unmatchedArgsBindings().isEmpty();
  }

  private static boolean isLeftOut(String word) {
    return word.equals("…") || word.equals("COMMAND");
  }
}
