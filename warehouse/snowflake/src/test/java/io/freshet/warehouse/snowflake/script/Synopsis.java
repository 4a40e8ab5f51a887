package io.freshet.warehouse.snowflake.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement's form as Snowflake's manual notes it: words as they are, {@code [ ]} for what may be
 * left out, <code>{ | }</code> for a choice, and slots. {@code <name>}, {@code <text>}, {@code
 * <number>} and {@code <type>} are checked; {@code <query>} takes anything with balanced brackets
 * and is handed out for a real parser to look at.
 */
final class Synopsis {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\$\\$.*?\\$\\$|'(?:[^'\\\\]|''|\\\\.)*'|\"(?:[^\"]|\"\")*\"|<[a-z]+>|->|=>|::"
              + "|[A-Za-z_$][A-Za-z0-9_$]*|[0-9]+|\\S",
          Pattern.DOTALL);
  private static final Set<String> RESERVED =
      Set.of("IF", "COMMENT", "ON", "AS", "SET", "TO", "FORCE");

  private final List<String> form;

  /** A token, and where in the statement it stands. */
  private record Word(String text, int start, int end) {}

  private Synopsis(List<String> form) {
    this.form = form;
  }

  static Synopsis of(String form) {
    return new Synopsis(words(form).stream().map(Word::text).toList());
  }

  /** What stood in the {@code <query>} slots; empty when the statement has another form. */
  Optional<List<String>> match(String sql) {
    List<Span> spans = new ArrayList<>();
    if (!matches(form, words(sql), spans)) {
      return Optional.empty();
    }

    return Optional.of(
        spans.stream().map(span -> sql.substring(span.start(), span.end())).toList());
  }

  private record Span(int start, int end) {}

  private static List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      words.add(new Word(matcher.group(), matcher.start(), matcher.end()));
    }

    return words;
  }

  private static boolean matches(List<String> form, List<Word> words, List<Span> queries) {
    if (form.isEmpty()) {
      return words.isEmpty();
    }
    String first = form.get(0);
    switch (first) {
      case "[" -> {
        int end = closing(form, "[", "]");
        List<String> rest = form.subList(end + 1, form.size());

        return tries(joined(form.subList(1, end), rest), words, queries)
            || tries(rest, words, queries);
      }
      case "{" -> {
        int end = closing(form, "{", "}");
        List<String> rest = form.subList(end + 1, form.size());

        return alternatives(form.subList(1, end)).stream()
            .anyMatch(each -> tries(joined(each, rest), words, queries));
      }
      case "<query>" -> {
        return matchesQuery(form.subList(1, form.size()), words, queries);
      }
      default -> {
        int length = slot(first, words);

        return length > 0
            && matches(form.subList(1, form.size()), words.subList(length, words.size()), queries);
      }
    }
  }

  /** Leaves no queries behind where it fails. */
  private static boolean tries(List<String> form, List<Word> words, List<Span> queries) {
    int before = queries.size();
    if (matches(form, words, queries)) {
      return true;
    }
    queries.subList(before, queries.size()).clear();

    return false;
  }

  private static boolean matchesQuery(List<String> rest, List<Word> words, List<Span> queries) {
    for (int length = 1; length <= words.size(); length++) {
      List<Word> query = words.subList(0, length);
      int before = queries.size();
      queries.add(new Span(words.get(0).start(), words.get(length - 1).end()));
      if (isBalanced(query) && matches(rest, words.subList(length, words.size()), queries)) {
        return true;
      }
      queries.subList(before, queries.size()).clear();
    }

    return false;
  }

  /** How many words the slot or word takes; 0 when it does not fit. */
  private static int slot(String expected, List<Word> words) {
    if (words.isEmpty()) {
      return 0;
    }
    String word = words.get(0).text();

    return switch (expected) {
      case "<name>" -> name(words);
      case "<text>" -> word.startsWith("'") && word.length() > 1 ? 1 : 0;
      case "<number>" -> word.matches("[0-9]+") ? 1 : 0;
      case "<type>" -> type(words);
      default -> word.equals(expected) ? 1 : 0;
    };
  }

  private static int name(List<Word> words) {
    int length = 0;
    while (length < words.size() && isIdentifier(words.get(length).text())) {
      length++;
      if (length == words.size() || !words.get(length).text().equals(".")) {
        return length;
      }
      length++;
    }

    return 0;
  }

  private static boolean isIdentifier(String word) {
    return (word.startsWith("\"") && word.length() > 2)
        || (word.matches("[A-Z_][A-Z0-9_$]*") && !RESERVED.contains(word));
  }

  private static int type(List<Word> words) {
    if (!words.get(0).text().matches("[A-Z_]+")) {
      return 0;
    }
    if (words.size() == 1 || !words.get(1).text().equals("(")) {
      return 1;
    }
    int length = 2;
    while (length <= words.size() && !isBalanced(words.subList(0, length))) {
      length++;
    }

    return Math.min(length, words.size());
  }

  private static boolean isBalanced(List<Word> words) {
    int depth = 0;
    for (Word word : words) {
      depth += word.text().equals("(") ? 1 : word.text().equals(")") ? -1 : 0;
      if (depth < 0) {
        return false;
      }
    }

    return depth == 0;
  }

  private static int closing(List<String> form, String open, String close) {
    int depth = 0;
    for (int i = 0; i < form.size(); i++) {
      depth += form.get(i).equals(open) ? 1 : form.get(i).equals(close) ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("Unbalanced: " + form);
  }

  private static List<List<String>> alternatives(List<String> choice) {
    List<List<String>> alternatives = new ArrayList<>();
    List<String> current = new ArrayList<>();
    for (String token : choice) {
      if (token.equals("|")) {
        alternatives.add(current);
        current = new ArrayList<>();
      } else {
        current.add(token);
      }
    }
    alternatives.add(current);

    return alternatives;
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);

    return all;
  }
}
