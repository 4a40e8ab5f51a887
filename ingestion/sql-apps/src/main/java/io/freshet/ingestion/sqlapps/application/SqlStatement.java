package io.freshet.ingestion.sqlapps.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement of a text.
 *
 * @param text without the semicolon
 * @param offset of its first character in the whole
 */
public record SqlStatement(String text, int offset) {
  private static final String NAME = "(`[^`]+`|[\\w$.]+)";
  private static final Pattern VIEW =
      Pattern.compile("(?is)CREATE\\s+(?:TEMPORARY\\s+)?VIEW\\s+" + NAME + ".*");
  private static final Pattern INSERT = Pattern.compile("(?is)INSERT\\s+INTO\\s+" + NAME + ".*");

  /** What ends where it began with: texts, quoted names, comments. */
  private static final Pattern SPAN =
      Pattern.compile(
          "'(?:[^']|'')*'?|`[^`]*`?|--[^\\n]*|/\\*(?:[^*]|\\*(?!/))*(?:\\*/)?|;|[^'`;/-]+|.",
          Pattern.DOTALL);

  private static final Pattern BEGINNING =
      Pattern.compile("(?:\\s|--[^\\n]*(?:\\n|$)|/\\*(?:[^*]|\\*(?!/))*(?:\\*/)?)*+");

  /** The statements between semicolons; what holds only blanks and comments is none. */
  static List<SqlStatement> split(String sql) {
    List<SqlStatement> statements = new ArrayList<>();
    Matcher spans = SPAN.matcher(sql);
    int start = 0;
    while (spans.find()) {
      if (spans.group().equals(";")) {
        add(sql, start, spans.start(), statements);
        start = spans.end();
      }
    }
    add(sql, start, sql.length(), statements);

    return statements;
  }

  private static void add(String sql, int start, int end, List<SqlStatement> statements) {
    Matcher beginning = BEGINNING.matcher(sql).region(start, end);
    int first = beginning.lookingAt() ? beginning.end() : start;
    if (first < end) {
      statements.add(new SqlStatement(sql.substring(first, end), first));
    }
  }

  /** The view that it makes. */
  public Optional<String> view() {
    return name(VIEW);
  }

  /** The table that it writes. */
  public Optional<String> target() {
    return name(INSERT);
  }

  private Optional<String> name(Pattern pattern) {
    Matcher matcher = pattern.matcher(text);

    return matcher.matches() ? Optional.of(matcher.group(1).replace("`", "")) : Optional.empty();
  }
}
