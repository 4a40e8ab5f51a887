package io.freshet.warehouse.trino.query;

import io.freshet.core.toolkit.NearestName;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Trino found wrong with a statement.
 *
 * @param line counts from 1; 0 where Trino names no place
 * @param column counts from 1
 */
public record Mistake(int line, int column, String message) {
  private static final Pattern PLACED = Pattern.compile("line (\\d+):(\\d+): (.*)", Pattern.DOTALL);
  private static final Pattern QUERY_ID = Pattern.compile("^.*Query failed \\(#\\w+\\): ");
  private static final Pattern UNKNOWN =
      Pattern.compile("(Column|Table|Schema) '([^']+)' (cannot be resolved|does not exist)");

  /** What to do about messages of Trino's that do not say so. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "Unsupported type for table version: integer",
          "write a snapshot's id as bigint '123'",
          "Iceberg snapshot ID does not exist",
          "select snapshot_id, committed_at from raw.\"dasher_pings$snapshots\" tells a table's");

  public static Mistake of(String message) {
    String text = QUERY_ID.matcher(message).replaceFirst("");
    Matcher placed = PLACED.matcher(text);
    if (!placed.find()) {
      return new Mistake(0, 0, text);
    }

    return new Mistake(
        Integer.parseInt(placed.group(1)), Integer.parseInt(placed.group(2)), placed.group(3));
  }

  /** A name that is not there. */
  public record UnknownName(String kind, String name) {}

  public Optional<UnknownName> unknownName() {
    Matcher unknown = UNKNOWN.matcher(message);

    return unknown.find()
        ? Optional.of(new UnknownName(unknown.group(1), last(unknown.group(2), unknown.group(1))))
        : Optional.empty();
  }

  /** Message, line with a mark below the place, and the nearest of the known names. */
  public String explain(String statement, Collection<String> known) {
    StringBuilder text = new StringBuilder();
    if (line == 0) {
      text.append("Trino refused the statement: ").append(message);
    } else {
      text.append("Line %d, column %d: %s".formatted(line, column, message));
    }
    unknownName()
        .flatMap(unknown -> NearestName.of(unknown.name(), known))
        .ifPresent(near -> text.append("; did you mean %s?".formatted(near)));
    REMEDIES.forEach(
        (seen, remedy) -> {
          if (message.contains(seen)) {
            text.append("; ").append(remedy);
          }
        });
    statement
        .lines()
        .skip(Math.max(0, line - 1))
        .limit(line == 0 ? 0 : 1)
        .forEach(
            source ->
                text.append(
                    "%n  %s%n  %s^".formatted(source, " ".repeat(Math.max(0, column - 1)))));

    return text.toString();
  }

  /** Tables come as catalog.schema.table: without the catalog; columns without the table. */
  private static String last(String name, String kind) {
    int parts = kind.equals("Table") ? 2 : 1;
    String[] words = name.split("\\.", -1);
    int from = Math.max(0, words.length - parts);

    return String.join(".", Arrays.copyOfRange(words, from, words.length));
  }
}
