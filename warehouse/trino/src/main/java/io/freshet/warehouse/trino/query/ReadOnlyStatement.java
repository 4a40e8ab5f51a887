package io.freshet.warehouse.trino.query;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One statement that reads and changes nothing, neither data nor session. Trino's own rules decide
 * what its user may do; this is refused before, and says what would be right.
 *
 * @param sql as it was written, so that places in it are those in what was written; without the
 *     semicolon at its end
 */
public record ReadOnlyStatement(String sql) {
  private static final Set<String> QUERIES = Set.of("SELECT", "WITH");
  private static final Set<String> TOLD = Set.of("SHOW", "DESCRIBE", "DESC");
  private static final Set<String> OPTIONS = Set.of("TYPE", "FORMAT");
  private static final String EXPLAIN = "EXPLAIN";
  private static final String WOULD_BE_RIGHT =
      "write one statement that begins with SELECT, WITH, SHOW, DESCRIBE or EXPLAIN";

  /** A word in capitals, a sign, or a text or quoted name that stands for itself. */
  private record Token(String text, int start) {}

  /**
   * The statement that somebody wrote.
   *
   * @throws FreshetException with the caller's fault when it is none, or may do more than read
   */
  public static ReadOnlyStatement of(String written) {
    List<Token> tokens = tokens(written);
    int end = written.length();
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).text().equals(";")) {
        requireOnlyEnds(tokens.subList(i, tokens.size()));
        end = tokens.get(i).start();
        tokens = tokens.subList(0, i);
      }
    }
    requireReading(tokens);

    return new ReadOnlyStatement(written.substring(0, end));
  }

  private static void requireOnlyEnds(List<Token> rest) {
    if (!rest.stream().allMatch(token -> token.text().equals(";"))) {
      throw refused("There is more than one statement");
    }
  }

  private static void requireReading(List<Token> tokens) {
    int first = 0;
    while (is(tokens, first, "(")) {
      first++;
    }
    if (first >= tokens.size()) {
      throw refused("There is no statement");
    }
    String word = tokens.get(first).text();
    boolean isTold = first == 0 && TOLD.contains(word);
    boolean isExplained = first == 0 && word.equals(EXPLAIN);
    if (isExplained) {
      requireReading(tokens.subList(behindOptions(tokens), tokens.size()));
    } else if (!isTold && !QUERIES.contains(word)) {
      throw refused("A statement that begins with %s may do more than read".formatted(word));
    } else if (word.equals("WITH") && setsSession(tokens, first + 1)) {
      throw refused("WITH SESSION would change the limits of the question");
    }
  }

  /** A query of that name is none: {@code WITH session AS (…)}. */
  private static boolean setsSession(List<Token> tokens, int at) {
    return is(tokens, at, "SESSION") && !is(tokens, at + 1, "AS") && !is(tokens, at + 1, "(");
  }

  /** Where what is explained begins: EXPLAIN ANALYZE runs it, whatever it is. */
  private static int behindOptions(List<Token> tokens) {
    int at = 1;
    while (is(tokens, at, "ANALYZE") || is(tokens, at, "VERBOSE")) {
      at++;
    }
    boolean hasOptions =
        is(tokens, at, "(")
            && at + 1 < tokens.size()
            && OPTIONS.contains(tokens.get(at + 1).text());
    if (hasOptions) {
      while (at < tokens.size() && !is(tokens, at, ")")) {
        at++;
      }
      at = Math.min(at + 1, tokens.size());
    }

    return at;
  }

  private static boolean is(List<Token> tokens, int at, String text) {
    return at < tokens.size() && tokens.get(at).text().equals(text);
  }

  private static List<Token> tokens(String written) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < written.length()) {
      int end = Statements.endOfPart(written, at);
      char first = written.charAt(at);
      if (isOfWord(first)) {
        end = at;
        while (end < written.length() && isOfWord(written.charAt(end))) {
          end++;
        }
      }
      if (!Character.isWhitespace(first) && !Statements.isComment(written, at)) {
        tokens.add(new Token(written.substring(at, end).toUpperCase(Locale.ROOT), at));
      }
      at = end;
    }

    return tokens;
  }

  private static boolean isOfWord(char letter) {
    return Character.isLetterOrDigit(letter) || letter == '_';
  }

  private static FreshetException refused(String what) {
    return new FreshetException(Fault.CALLER, what + "; " + WOULD_BE_RIGHT);
  }
}
