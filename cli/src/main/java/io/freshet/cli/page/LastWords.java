package io.freshet.cli.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a program has said at its end, behind the last event of its log. */
final class LastWords {
  private static final Pattern LOGGED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T.*");
  private static final int MOST_LINES = 20;

  private LastWords() {}

  /** Empty where it has said nothing, or more than a person wants to read. */
  static String of(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      int from = lines.size();
      while (from > 0 && !LOGGED.matcher(lines.get(from - 1)).matches()) {
        from--;
      }

      return lines.size() - from > MOST_LINES
          ? ""
          : String.join("\n", lines.subList(from, lines.size())).strip();
    } catch (IOException unreadable) {
      return "";
    }
  }
}
