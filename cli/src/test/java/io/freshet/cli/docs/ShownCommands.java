package io.freshet.cli.docs;

import io.freshet.testing.samples.WrittenCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Calls of {@code ./freshet} that the console's pages show, as its classes and templates say. */
final class ShownCommands {
  /** In place of each name that is only known when a page is made; also a day. */
  static final String SOME = "2026-11-29";

  private static final Pattern MADE = Pattern.compile("new Command\\(");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern IN_TEMPLATE = Pattern.compile("<code>(\\./freshet [^<]*)</code>");

  private ShownCommands() {}

  /**
   * All of them. One that is written with something behind it that a class makes up is {@code
   * NAMED}, as more may follow; the others are whole.
   */
  static List<WrittenCommand> in(Path console) {
    Stream<WrittenCommand> made =
        ProjectFiles.endingWith(".java", console.resolve("src/main/java")).stream()
            .flatMap(file -> found(MADE, file).flatMap(match -> made(file, match).stream()));
    Stream<WrittenCommand> written =
        ProjectFiles.endingWith(".jte", console.resolve("src/main/jte")).stream()
            .flatMap(file -> found(IN_TEMPLATE, file).flatMap(match -> written(file, match)));

    return Stream.concat(made, written).toList();
  }

  private static Stream<WrittenCommand> written(Path file, MatchResult match) {
    String line = match.group(1).replaceAll("\\$\\{[^}]*}", SOME);

    return WrittenCommand.of(file, line(read(file), match.start()), line, WrittenCommand.Kind.WHOLE)
        .stream();
  }

  /** Of the second of its arguments; none where that is no literal. */
  private static List<WrittenCommand> made(Path file, MatchResult match) {
    String text = read(file);
    List<String> arguments = split(text, match.end(), ',');
    StringBuilder line = new StringBuilder();
    boolean isWhole = true;
    for (String part : split(arguments.get(1) + ")", 0, '+')) {
      Matcher literal = LITERAL.matcher(part.strip());
      if (literal.lookingAt()) {
        line.append(literal.group(1).replaceAll("\\\\(.)", "$1").replaceAll("%[sd]", SOME));
      } else if (line.toString().matches("(?s).*[ =\"'.]")) {
        line.append(SOME);
      } else {
        isWhole = false;
      }
    }

    return WrittenCommand.of(
        file,
        line(text, match.start()),
        line.toString(),
        isWhole ? WrittenCommand.Kind.WHOLE : WrittenCommand.Kind.NAMED);
  }

  /** What stands between a mark from there on, up to the bracket that closes all. */
  private static List<String> split(String text, int from, char mark) {
    List<String> parts = new ArrayList<>();
    int begin = from;
    int depth = 0;
    for (int i = from; depth >= 0; i++) {
      char character = text.charAt(i);
      if (character == '"') {
        Matcher literal = LITERAL.matcher(text).region(i, text.length());
        i = literal.lookingAt() ? literal.end() - 1 : i;
      } else if ("([{".indexOf(character) >= 0) {
        depth++;
      } else if (")]}".indexOf(character) >= 0) {
        depth--;
      }
      if (depth < 0 || (depth == 0 && character == mark)) {
        parts.add(text.substring(begin, i));
        begin = i + 1;
      }
    }

    return parts;
  }

  private static int line(String text, int at) {
    return 1 + (int) text.substring(0, at).chars().filter(each -> each == '\n').count();
  }

  private static Stream<MatchResult> found(Pattern pattern, Path file) {
    return pattern.matcher(read(file)).results();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
