package io.freshet.cli.contract.diff.sql;

import io.freshet.cli.contract.diff.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts SQL of any dialect, and dbt's templates of it, into words and signs; comments are none. */
final class SqlTokens {
  private static final Pattern PART =
      Pattern.compile(
          "--[^\\n]*|/\\*(?:[^*]|\\*(?!/))*+\\*/|\\{#(?:[^#]|#(?!\\}))*+#\\}"
              + "|\\{\\{(?<expression>(?:[^}]|\\}(?!\\}))*+)\\}\\}"
              + "|\\{%(?<statement>(?:[^%]|%(?!\\}))*+)%\\}"
              + "|(?<quoted>\"[^\"\\n]+\"|`[^`\\n]+`)"
              + "|(?<word>[a-zA-Z_][\\w$]*+)"
              + "|(?<sign>'(?:[^']|'')*+'|\\d[\\w.]*+|\\S)");

  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(source|ref)\\s*\\(\\s*['\"]([^'\"]+)['\"](?:\\s*,\\s*['\"]([^'\"]+)['\"])?");

  /** A table and nothing else; otherwise it is given to a macro. */
  private static final Pattern ONLY_TABLE =
      Pattern.compile("[-\\s]*(?:source|ref)\\s*\\([^()]*\\)[-\\s]*");

  private static final Pattern WORD = Pattern.compile("[a-zA-Z_][\\w$]*");

  private final List<SqlToken> tokens = new ArrayList<>();

  private SqlTokens() {}

  static List<SqlToken> of(String sql) {
    SqlTokens read = new SqlTokens();
    Matcher part = PART.matcher(sql);
    while (part.find()) {
      read.take(part);
    }

    return List.copyOf(read.tokens);
  }

  private void take(Matcher part) {
    if (part.group("expression") != null) {
      addTemplate(Kind.TEMPLATE, part.group("expression"), part.start("expression"));
    } else if (part.group("statement") != null) {
      addTemplate(Kind.ASIDE, part.group("statement"), part.start("statement"));
    } else if (part.group("quoted") != null) {
      String quoted = part.group("quoted");
      add(Kind.QUOTED, quoted.substring(1, quoted.length() - 1), part.start());
    } else if (part.group("word") != null) {
      add(Kind.WORD, part.group("word"), part.start());
    } else if (part.group("sign") != null) {
      add(Kind.SIGN, part.group("sign"), part.start());
    }
  }

  /** Words in quotes count: a macro is told of columns so. */
  private void addTemplate(Kind kind, String template, int offset) {
    Matcher table = TABLE.matcher(template);
    while (table.find()) {
      add(
          table.group(1).equals("source") ? Kind.SOURCE : Kind.MODEL,
          table.group(table.group(3) == null ? 2 : 3),
          offset + table.start());
    }
    if (!ONLY_TABLE.matcher(template).matches()) {
      Matcher word = WORD.matcher(template);
      while (word.find()) {
        add(kind, word.group(), offset + word.start());
      }
    }
  }

  private void add(Kind kind, String text, int offset) {
    tokens.add(new SqlToken(kind, text.toLowerCase(Locale.ROOT), offset));
  }
}
