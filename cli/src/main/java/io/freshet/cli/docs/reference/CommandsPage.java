package io.freshet.cli.docs.reference;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Every command with its arguments and options, as its {@code --help} says it. */
public final class CommandsPage {
  /** Said once, above. */
  private static final Set<String> SHARED = Set.of("--help", "--version", "--json", "--profile");

  private static final String HEAD =
      """
      # Commands

      *Generated from the command line by `./freshet docs reference`.*

      Every command has `--help`. Where a command takes `--json FILE` it writes its result there, `-` is standard output;
      `--profile FILE` names the installation that it talks to, by default the embedded platform that is up.
      Exit codes: 0 done; 1 our fault, or a check that does not hold; 2 wrong use; 75 something is away, try again; 130 Ctrl-C.

      | Command | What it does |
      |---|---|
      """;

  private final CommandLine commandLine;

  public CommandsPage(CommandLine commandLine) {
    this.commandLine = commandLine;
  }

  public String markdown() {
    List<CommandLine> commands = new ArrayList<>();
    collect(commandLine, commands);
    StringBuilder page = new StringBuilder(HEAD);
    for (CommandLine command : commands) {
      if (isCalled(command)) {
        page.append(
            "| [%s](#%s) | %s |\n"
                .formatted(shortName(command), anchor(command), cell(first(command))));
      }
    }
    for (CommandLine command : commands) {
      append(command, page);
    }

    return page.toString();
  }

  private static void collect(CommandLine group, List<CommandLine> commands) {
    for (CommandLine command : group.getSubcommands().values()) {
      commands.add(command);
      collect(command, commands);
    }
  }

  private static void append(CommandLine command, StringBuilder page) {
    CommandSpec spec = command.getCommandSpec();
    boolean isGroup = !command.getSubcommands().isEmpty();
    page.append("\n## %s\n\n".formatted(spec.qualifiedName()));
    page.append(prose(String.join(" ", spec.usageMessage().description()))).append("\n");
    if (isGroup) {
      page.append(
          command.getSubcommands().values().stream()
              .map(each -> "[%s](#%s)".formatted(each.getCommandName(), anchor(each)))
              .collect(Collectors.joining(", ", "\n", ".\n")));
    }
    page.append("\n```\n").append(synopsis(command)).append("\n```\n");
    List<String> rows = rows(spec);
    if (!rows.isEmpty()) {
      page.append("\n| Argument or option | Meaning |\n|---|---|\n");
      rows.forEach(row -> page.append(row).append("\n"));
    }
    List<String> examples = examples(spec);
    if (!examples.isEmpty()) {
      page.append("\n```bash\n").append(String.join("\n", examples)).append("\n```\n");
    }
  }

  private static String synopsis(CommandLine command) {
    String text = command.getHelp().synopsis(0);

    return Ansi.OFF.string(text).stripTrailing().replaceAll("\\s*\\R\\s*", " ");
  }

  private static List<String> rows(CommandSpec spec) {
    Stream<String> parameters =
        spec.positionalParameters().stream()
            .filter(parameter -> !parameter.hidden())
            .map(parameter -> row(name(parameter), parameter));
    Stream<String> options =
        spec.options().stream()
            .filter(option -> !option.hidden() && !SHARED.contains(option.longestName()))
            .map(option -> row(name(option), option));

    return Stream.concat(parameters, options).toList();
  }

  private static String row(String name, ArgSpec argument) {
    String meaning = cell(description(argument));
    boolean says = meaning.toLowerCase(Locale.ROOT).contains("default");
    String value = argument.defaultValue();
    boolean isTold = says || value == null || value.isEmpty() || value.equals("false");

    return "| `%s`%s | %s%s |"
        .formatted(
            name.replace("|", "\\|"),
            isRequired(argument) ? ", required" : "",
            meaning,
            isTold ? "" : "; default: `%s`".formatted(value));
  }

  /** Of a group it is one of several, as the synopsis shows. */
  private static boolean isRequired(ArgSpec argument) {
    return argument.required() && argument.group() == null;
  }

  private static String description(ArgSpec argument) {
    String text = String.join(" ", argument.description());
    Iterable<String> candidates = argument.completionCandidates();
    List<String> words = new ArrayList<>();
    if (candidates != null) {
      Iterator<String> each = candidates.iterator();
      each.forEachRemaining(words::add);
    }

    return text.replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
        .replace("${COMPLETION-CANDIDATES}", String.join(", ", words))
        .replace("%%", "%");
  }

  private static String name(PositionalParamSpec parameter) {
    return parameter.paramLabel() + (parameter.arity().max() > 1 ? "…" : "");
  }

  private static String name(OptionSpec option) {
    String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";

    return String.join(", ", option.names()) + label;
  }

  /** What follows the word Example, a command a line; longer ones go on with the next. */
  private static List<String> examples(CommandSpec spec) {
    return Stream.of(spec.usageMessage().footer())
        .map(line -> line.replace("Example:", "").replace("%%", "%").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static String first(CommandLine command) {
    String text = String.join(" ", command.getCommandSpec().usageMessage().description());

    return text.replaceFirst("(?s)(?<=[.])\\s.*", "");
  }

  /** Not only for what follows it. */
  private static boolean isCalled(CommandLine command) {
    return command.getSubcommands().isEmpty()
        || !command.getCommandSpec().positionalParameters().isEmpty();
  }

  private static String shortName(CommandLine command) {
    return command.getCommandSpec().qualifiedName().replaceFirst("^freshet ", "");
  }

  private static String anchor(CommandLine command) {
    return command.getCommandSpec().qualifiedName().replace(' ', '-');
  }

  private static String cell(String text) {
    return prose(text).replace("|", "\\|");
  }

  /** Plain text that Markdown leaves as it is. */
  private static String prose(String text) {
    return text.replaceAll("\\s+", " ")
        .strip()
        .replaceAll("([<*\\[\\]`])", "\\\\$1")
        .replaceAll("(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", "\\\\_");
  }
}
