package io.freshet.cli.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A script cut at its semicolons; those in texts, quoted names and comments are none.
 *
 * @param whole the statements that a semicolon ends, in their order
 * @param rest what comes after the last one, without comments and blanks around it
 */
record Statements(List<String> whole, String rest) {
  Statements {
    whole = List.copyOf(whole);
  }

  static Statements of(String script) {
    List<String> whole = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    int at = 0;
    while (at < script.length()) {
      int end = endOfPart(script, at);
      boolean isComment = script.startsWith("--", at) || script.startsWith("/*", at);
      if (script.charAt(at) == ';') {
        add(statement, whole);
      } else if (!isComment || !statement.toString().isBlank()) {
        statement.append(script, at, end);
      }
      at = end;
    }

    return new Statements(whole, statement.toString().strip());
  }

  /** Everything, the rest as a last statement that needs no semicolon. */
  List<String> all() {
    List<String> all = new ArrayList<>(whole);
    if (!rest.isEmpty()) {
      all.add(rest);
    }

    return all;
  }

  private static void add(StringBuilder statement, List<String> whole) {
    String text = statement.toString().strip();
    if (!text.isEmpty()) {
      whole.add(text);
    }
    statement.setLength(0);
  }

  /** Where a text, quoted name, comment or single character that begins at a place ends. */
  private static int endOfPart(String script, int start) {
    char first = script.charAt(start);
    if (first == '\'' || first == '"') {
      return after(script, String.valueOf(first), start + 1);
    }
    if (script.startsWith("--", start)) {
      return after(script, "\n", start);
    }
    if (script.startsWith("/*", start)) {
      return after(script, "*/", start + 2);
    }

    return start + 1;
  }

  private static int after(String script, String mark, int from) {
    int found = script.indexOf(mark, from);

    return found < 0 ? script.length() : found + mark.length();
  }
}
