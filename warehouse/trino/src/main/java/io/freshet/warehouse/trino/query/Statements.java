package io.freshet.warehouse.trino.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A script cut at its semicolons; those in texts, quoted names and comments are none.
 *
 * @param whole the statements that a semicolon ends, in their order
 * @param rest what comes after the last one, without comments and blanks around it
 */
public record Statements(List<String> whole, String rest) {
  public Statements {
    whole = List.copyOf(whole);
  }

  public static Statements of(String script) {
    List<String> whole = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    int at = 0;
    while (at < script.length()) {
      int end = endOfPart(script, at);
      if (script.charAt(at) == ';') {
        add(statement, whole);
      } else if (!isComment(script, at) || !statement.toString().isBlank()) {
        statement.append(script, at, end);
      }
      at = end;
    }

    return new Statements(whole, statement.toString().strip());
  }

  /** Everything, the rest as a last statement that needs no semicolon. */
  public List<String> all() {
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

  /** Whether a comment begins there, given that nothing else is going on. */
  static boolean isComment(String script, int at) {
    return script.startsWith("--", at) || script.startsWith("/*", at);
  }

  /** Where a text, quoted name, comment or single character that begins at a place ends. */
  static int endOfPart(String script, int start) {
    char first = script.charAt(start);
    if (first == '\'' || first == '"') {
      return after(script, String.valueOf(first), start + 1);
    }
    if (script.startsWith("--", start)) {
      return afterLine(script, start);
    }
    if (script.startsWith("/*", start)) {
      return after(script, "*/", start + 2);
    }

    return start + 1;
  }

  /** A line ends where Trino says it does: who reads on would take what comes for a comment. */
  private static int afterLine(String script, int from) {
    int at = from;
    while (at < script.length() && "\r\n".indexOf(script.charAt(at)) < 0) {
      at++;
    }

    return Math.min(at + 1, script.length());
  }

  private static int after(String script, String mark, int from) {
    int found = script.indexOf(mark, from);

    return found < 0 ? script.length() : found + mark.length();
  }
}
