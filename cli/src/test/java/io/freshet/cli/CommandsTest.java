package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What every command owes its user, whichever are added. */
class CommandsTest {
  private static final Set<String> WITHOUT_RESULT =
      Set.of(
          "freshet test",
          "freshet console",
          "freshet dashboard",
          "freshet gateway",
          "freshet live",
          "freshet capture",
          "freshet orders",
          "freshet notebook open");

  static List<CommandLine> all() {
    List<CommandLine> all = new ArrayList<>();
    add(Freshet.commandLine(), all);

    return all;
  }

  private static void add(CommandLine group, List<CommandLine> all) {
    for (CommandLine command : group.getSubcommands().values()) {
      all.add(command);
      add(command, all);
    }
  }

  static List<CommandLine> withResult() {
    return all().stream()
        .filter(command -> command.getSubcommands().isEmpty())
        .filter(command -> !WITHOUT_RESULT.contains(name(command)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void givesAnExampleInItsHelp(CommandLine command) {
    assertThat(command.getUsageMessage()).contains("Example:  ./" + name(command));
    assertThat(command.getCommandSpec().usageMessage().footer())
        .as("lines that are not broken")
        .allMatch(line -> line.length() < command.getUsageHelpWidth());
  }

  @ParameterizedTest
  @MethodSource("all")
  void saysWhatItDoes(CommandLine command) {
    String[] description = command.getCommandSpec().usageMessage().description();

    assertThat(description).isNotEmpty();
    // All that a list of commands shows of it.
    assertThat(description[0]).matches("[A-Z].*[.]");
  }

  @ParameterizedTest
  @MethodSource("withResult")
  void offersItsResultAsJson(CommandLine command) {
    assertThat(command.getCommandSpec().findOption("--json")).as(name(command)).isNotNull();
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }
}
