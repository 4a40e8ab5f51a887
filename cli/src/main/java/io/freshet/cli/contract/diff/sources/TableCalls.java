package io.freshet.cli.contract.diff.sources;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where Python takes a table with all its columns: by the notebooks' helper, PyIceberg or Spark,
 * such as {@code lake.table("markets").pandas()}.
 */
final class TableCalls {
  private static final String READ =
      "\\s*\\.\\s*(?:pandas|arrow|batches|dataset|spark|scan|toPandas)\\s*\\(";

  private static final Pattern READ_HERE = Pattern.compile(READ);

  /** By name, or as the first argument. */
  private static final Pattern COLUMNS =
      Pattern.compile("\\b(?:columns|selected_fields)\\s*=|^\\s*(?:[\\[(]|\\w+\\s*(?:,|$))");

  private final String code;

  private TableCalls(String code) {
    this.code = code;
  }

  /** Of the first such read; a table may be named by a constant, and read by a variable. */
  static OptionalInt wholeRead(String code, Collection<String> tables) {
    String name = tables.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    String literal = "[\"'](?:\\w+\\.)*(?:%s)[\"']".formatted(name);
    String argument =
        Stream.concat(
                Stream.of(literal),
                Pattern.compile("\\b(\\w+)\\s*=\\s*" + literal)
                    .matcher(code)
                    .results()
                    .map(constant -> constant.group(1) + "\\b"))
            .collect(Collectors.joining("|"));
    Matcher call =
        Pattern.compile(
                "(?:\\b(?<variable>\\w+)\\s*=[\\s(]*)?[^\\s=]*?table\\(\\s*(?:%s)"
                    .formatted(argument))
            .matcher(code);
    TableCalls calls = new TableCalls(code);
    while (call.find()) {
      if (calls.isWhole(call)) {
        return OptionalInt.of(call.end() - 1);
      }
    }

    return OptionalInt.empty();
  }

  private boolean isWhole(Matcher call) {
    int behind = Math.min(closing(call.end()) + 1, code.length());
    Matcher here = READ_HERE.matcher(code).region(behind, code.length());
    if (here.lookingAt()) {
      return takesAll(here.end());
    }

    return Optional.ofNullable(call.group("variable"))
        .map(name -> Pattern.compile("\\b" + name + READ).matcher(code).results())
        .orElseGet(Stream::empty)
        .anyMatch(read -> takesAll(read.end()));
  }

  private boolean takesAll(int arguments) {
    return !COLUMNS.matcher(code.substring(arguments, closing(arguments))).find();
  }

  /** The bracket that closes what lies before a place. */
  private int closing(int from) {
    int depth = 1;
    for (int i = from; i < code.length(); i++) {
      char character = code.charAt(i);
      if (character == '(') {
        depth++;
      } else if (character == ')') {
        depth--;
      }
      if (depth == 0) {
        return i;
      }
    }

    return code.length();
  }
}
