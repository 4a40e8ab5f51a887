package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What could be typed in released versions: commands, options, parameters. Recorded files never
 * change; {@code -Dfreshet.record=VERSION} records a release, before it is one.
 */
class RecordedCommandsTest {
  private static final Path RECORDED = Path.of("src", "test", "resources", "recorded-commands");
  private static final String REQUIRED = " (required)";

  static List<Path> releases() throws IOException {
    try (Stream<Path> files = Files.list(RECORDED)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void takesAllThatAReleaseTook(Path release) throws IOException {
    Set<String> taken = new TreeSet<>(taken());
    taken.addAll(taken.stream().map(line -> line.replace(REQUIRED, "")).toList());
    List<String> wanted =
        Files.readAllLines(release).stream().map(line -> line.replace(REQUIRED, "")).toList();

    assertThat(taken).containsAll(wanted);
  }

  /** A script of that release does not know what it should add. */
  @ParameterizedTest
  @MethodSource("releases")
  void asksForNothingThatAReleaseDidNotAskFor(Path release) throws IOException {
    List<String> then = Files.readAllLines(release);
    List<String> asked =
        taken().stream()
            .filter(line -> line.endsWith(REQUIRED))
            .filter(line -> then.contains(command(line)))
            .toList();

    assertThat(then).containsAll(asked);
  }

  @Test
  @EnabledIfSystemProperty(named = "freshet.record", matches = ".+")
  void records() throws IOException {
    Files.write(RECORDED.resolve(System.getProperty("freshet.record") + ".txt"), taken());
  }

  /** {@code freshet dlq show}, and under it {@code freshet dlq show | --raw}. */
  private static List<String> taken() {
    Set<String> taken = new TreeSet<>();
    for (CommandLine command : CommandsTest.all()) {
      CommandSpec spec = command.getCommandSpec();
      taken.add(spec.qualifiedName());
      spec.options().forEach(option -> addNames(spec, option, taken));
      spec.positionalParameters().forEach(parameter -> taken.add(line(spec, parameter)));
    }

    return List.copyOf(taken);
  }

  private static String command(String line) {
    return line.substring(0, line.indexOf(" | "));
  }

  private static void addNames(CommandSpec spec, OptionSpec option, Set<String> taken) {
    for (String name : option.names()) {
      taken.add(line(spec, option.arity().max() == 0 ? name : name + " VALUE", option));
    }
  }

  private static String line(CommandSpec spec, PositionalParamSpec parameter) {
    String word = parameter.arity().max() > 1 ? "WORD …" : "WORD";

    return line(spec, parameter.index() + " " + word, parameter);
  }

  private static String line(CommandSpec spec, String word, ArgSpec argument) {
    return "%s | %s%s".formatted(spec.qualifiedName(), word, isAskedFor(argument) ? REQUIRED : "");
  }

  /** One of several that exclude each other is marked so, though all of them may be left out. */
  private static boolean isAskedFor(ArgSpec argument) {
    return argument.required()
        && (argument.group() == null
            || !argument.group().exclusive()
            || argument.group().multiplicity().min() > 0);
  }
}
