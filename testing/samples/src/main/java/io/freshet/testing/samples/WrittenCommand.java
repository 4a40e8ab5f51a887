package io.freshet.testing.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of {@code ./freshet} as a document has it.
 *
 * @param line at which it stands, from 1
 * @param text as it is written
 * @param words what the shell would hand over
 * @param kind whether it is whole
 */
public record WrittenCommand(Path page, int line, String text, List<String> words, Kind kind) {
  /** How much of a command a document gives. */
  public enum Kind {
    /** In a block that is fenced as {@code bash run}: a test runs it. */
    RUN,
    /** In another block, or in an indented one: a reader can copy it. */
    WHOLE,
    /** In the middle of a sentence, where arguments may be left out. */
    NAMED
  }

  private static final Pattern FENCE = Pattern.compile("^ *(```+|~~~+) *(.*?) *$");
  private static final Pattern CALL = Pattern.compile("(?:^|[\\s|;&(])\\./freshet(?=\\s|$)");
  private static final Pattern INDENTED = Pattern.compile("^ {4,}\\./freshet ");
  private static final Pattern NAMED = Pattern.compile("(?<!`)`\\./freshet( [^`]+)?`(?!`)");
  private static final String TO_RUN = "bash run";

  public WrittenCommand {
    words = List.copyOf(words);
  }

  /** All of a Markdown file, from top to bottom. */
  public static List<WrittenCommand> of(Path page) {
    try {
      return of(page, Files.readAllLines(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Those of one line that is all of a shell's, and not of a document.
   *
   * @param kind whether they are whole
   */
  public static List<WrittenCommand> of(Path page, int line, String text, Kind kind) {
    return called(page, line, text, kind);
  }

  static List<WrittenCommand> of(Path page, List<String> lines) {
    List<WrittenCommand> found = new ArrayList<>();
    String fence = "";
    Kind kind = Kind.WHOLE;
    for (int i = 0; i < lines.size(); i++) {
      Matcher mark = FENCE.matcher(lines.get(i));
      if (mark.matches() && (fence.isEmpty() || closes(mark, fence))) {
        kind = fence.isEmpty() && mark.group(2).equals(TO_RUN) ? Kind.RUN : Kind.WHOLE;
        fence = fence.isEmpty() ? mark.group(1) : "";
      } else if (fence.isEmpty() && !INDENTED.matcher(lines.get(i)).find()) {
        found.addAll(named(page, i + 1, lines.get(i)));
      } else {
        int first = i;
        StringBuilder whole = new StringBuilder(lines.get(i));
        while (whole.toString().endsWith("\\") && i + 1 < lines.size()) {
          whole.setLength(whole.length() - 1);
          whole.append(lines.get(++i).strip());
        }
        found.addAll(called(page, first + 1, whole.toString(), kind));
      }
    }

    return found;
  }

  private static boolean closes(Matcher mark, String fence) {
    return mark.group(1).startsWith(fence) && mark.group(2).isEmpty();
  }

  private static List<WrittenCommand> called(Path page, int line, String text, Kind kind) {
    return CALL.matcher(text)
        .results()
        .filter(call -> !text.substring(0, call.start()).contains("#"))
        .map(
            call ->
                new WrittenCommand(
                    page, line, text.strip(), words(text.substring(call.end())), kind))
        .toList();
  }

  private static List<WrittenCommand> named(Path page, int line, String text) {
    return NAMED
        .matcher(text)
        .results()
        .map(
            name ->
                new WrittenCommand(
                    page,
                    line,
                    name.group(),
                    words(name.group(1) == null ? "" : name.group(1)),
                    Kind.NAMED))
        .toList();
  }

  /** Up to where the shell would begin another command, a comment or a redirection. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean isWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (quote != 0) {
        if (character == quote) {
          quote = 0;
        } else {
          word.append(character);
        }
      } else if (character == '\'' || character == '"') {
        quote = character;
        isWord = true;
      } else if ("|>&;)".indexOf(character) >= 0 || (character == '#' && !isWord)) {
        break;
      } else if (Character.isWhitespace(character)) {
        if (isWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        isWord = false;
      } else {
        word.append(character);
        isWord = true;
      }
    }
    if (isWord) {
      words.add(word.toString());
    }

    return words;
  }

  /** Where it stands, for who must mend it. */
  @Override
  public String toString() {
    return "%s:%d: %s".formatted(page, line, text);
  }
}
