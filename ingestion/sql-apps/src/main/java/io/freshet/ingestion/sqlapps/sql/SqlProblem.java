package io.freshet.ingestion.sqlapps.sql;

import io.freshet.core.toolkit.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Flink has against a statement, in our words where we have better ones.
 *
 * @param line of the statement, from 1
 */
record SqlProblem(int line, int column, String problem, String remedy) {
  private static final Pattern PLACE =
      Pattern.compile("(?i)(?:from |at )?line (\\d+), column (\\d+)");
  private static final Pattern PREFIX =
      Pattern.compile(
          "(?is)^(?:.*?SQL (?:validation|parse) failed\\. )?"
              + "(?:(?:From|At) line \\d+, column \\d+(?: to line \\d+, column \\d+)?: ?)?");
  private static final Pattern EXPECTED =
      Pattern.compile("(?s)Was expecting (?:one of|one of:|:)?[:\\s]*(.*?)(?:\\n\\s*\\n|$)");
  private static final Pattern COLUMN = Pattern.compile("Column '([^']+)' not found");
  private static final Pattern TABLE =
      Pattern.compile("(?:Object|Table) '([^']+)' not found|find table '?`?([\\w.`]+)");
  private static final Pattern CHANGES =
      Pattern.compile("doesn't support consuming (?:update|delete|update and delete) changes");
  private static final Pattern SINK_SCHEMA = Pattern.compile("(?s)Sink schema:\\s*(\\[.*?])");
  private static final Pattern OUR_CATALOG = Pattern.compile("`?freshet`?\\.`?app`?\\.");
  private static final int MAX_EXPECTED = 8;
  private static final int MAX_LENGTH = 400;

  /**
   * @param tables what SQL may name
   */
  static SqlProblem of(Throwable failure, Collection<String> tables, Collection<String> columns) {
    String message = message(failure);
    Matcher place = PLACE.matcher(message);
    boolean placed = place.find();

    return new SqlProblem(
        placed ? Integer.parseInt(place.group(1)) : 1,
        placed ? Integer.parseInt(place.group(2)) : 1,
        problem(message),
        remedy(message, tables, columns));
  }

  /** Of all causes the one that names a place, and the shortest of these; else the last one. */
  private static String message(Throwable failure) {
    List<String> messages = new ArrayList<>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        messages.add(OUR_CATALOG.matcher(cause.getMessage()).replaceAll(""));
      }
    }
    Stream<String> placed = messages.stream().filter(text -> PLACE.matcher(text).find());

    return placed
        .max(Comparator.comparingInt(String::length))
        .orElse(messages.isEmpty() ? failure.toString() : messages.get(messages.size() - 1));
  }

  private static String problem(String message) {
    String text = PREFIX.matcher(message).replaceFirst("");
    int end = text.indexOf("Was expecting");
    String shortened =
        PLACE.matcher(end < 0 ? text : text.substring(0, end)).replaceAll("").strip();
    int schemas = shortened.indexOf("\nQuery schema");
    String one =
        (schemas < 0 ? shortened : shortened.substring(0, schemas)).replaceAll("\\s+", " ").strip();
    String bare = one.replaceAll("[.,: ]+(at|from)?$", "").replaceAll(" at [.]?$", "");

    return bare.length() <= MAX_LENGTH ? bare : bare.substring(0, MAX_LENGTH) + "…";
  }

  private static String remedy(
      String message, Collection<String> tables, Collection<String> columns) {
    Matcher column = COLUMN.matcher(message);
    if (column.find()) {
      return NearestName.of(column.group(1), columns)
          .orElse("a column of the tables that it reads");
    }
    Matcher table = TABLE.matcher(message);
    if (table.find()) {
      String name = (table.group(1) == null ? table.group(2) : table.group(1)).replace("`", "");

      return NearestName.of(name, tables).orElse("one of " + String.join(", ", tables));
    }
    if (CHANGES.matcher(message).find()) {
      return "a window that ends, such as TUMBLE, whose rows are final; or a Redis sink, which takes"
          + " changes";
    }
    Matcher schema = SINK_SCHEMA.matcher(message);
    if (schema.find()) {
      return "the columns of the sink: " + schema.group(1).replaceAll("\\s+", " ");
    }
    Matcher expected = EXPECTED.matcher(message);

    return expected.find() ? expected(expected.group(1)) : "a statement that Flink's SQL takes";
  }

  private static String expected(String options) {
    List<String> words =
        Stream.of(options.split("\\n"))
            .map(line -> line.replace("\"", "").replaceAll("\\s*\\.\\.\\.$", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();

    return words.size() <= MAX_EXPECTED
        ? String.join(" or ", words)
        : "one of %s and %d others"
            .formatted(
                String.join(", ", words.subList(0, MAX_EXPECTED)), words.size() - MAX_EXPECTED);
  }
}
