package io.freshet.cli.contract.diff.sources;

import io.freshet.cli.contract.diff.sql.SqlScript;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program does.
 *
 * @param code without comments, all else at its place
 * @param sql in its texts, at its place as well
 */
record CodeText(SourceText source, String code, SqlScript sql) {
  static CodeText of(SourceText source, Language language) {
    Reading reading = new Reading(source.text());
    Matcher part = language.parts().matcher(source.text());
    while (part.find()) {
      if (part.group("literal") == null) {
        reading.code.replace(part.start(), part.end(), blank(part.group()));
      } else {
        reading.take(part.start(), part.group("literal"));
      }
    }
    reading.endText();

    return new CodeText(source, reading.code.toString(), SqlScript.of(reading.sql.toString()));
  }

  int line(int offset) {
    return source.line(offset);
  }

  private static String blank(String text) {
    return text.replaceAll("[^\\n]", " ");
  }

  /** Joins literals that make one text, and tells which of the texts are SQL. */
  private static final class Reading {
    private static final Pattern SELECT = Pattern.compile("(?i)\\bselect\\b");
    private static final Pattern GAP = Pattern.compile("[\\s+\\\\]*[fFrRbBuU]{0,2}");

    private final StringBuilder code;
    private final StringBuilder sql;
    private final StringBuilder text = new StringBuilder();
    private int textStart;
    private int literalEnd;

    private Reading(String program) {
      code = new StringBuilder(program);
      sql = new StringBuilder(blank(program));
    }

    private void take(int start, String literal) {
      String gap = code.substring(literalEnd, start);
      if (text.isEmpty() || !GAP.matcher(gap).matches()) {
        endText();
        textStart = start;
      } else {
        text.append(blank(gap));
      }
      String quote = literal.substring(0, 1);
      boolean isBlock = literal.length() >= 6 && literal.startsWith(quote.repeat(3));
      int quotes = isBlock ? 3 : 1;
      text.append(" ".repeat(quotes))
          .append(literal.substring(quotes, literal.length() - quotes).replace("\\n", "  "))
          .append(" ".repeat(quotes));
      literalEnd = start + literal.length();
    }

    /** Other texts are left out: an apostrophe in one would be taken for a quote. */
    private void endText() {
      if (SELECT.matcher(text).find()) {
        text.setCharAt(0, ';');
        sql.replace(textStart, textStart + text.length(), text.toString());
      }
      text.setLength(0);
    }
  }
}
