package io.freshet.warehouse.trino.query;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The names that there are in the lake, as far as the user may see them.
 *
 * @param columns by table as {@code schema.table}, views among them
 */
public record Names(Set<String> schemas, Map<String, Set<String>> columns) {
  public static final Names NONE = new Names(Set.of(), Map.of());

  public static Names read(TrinoClient trino) {
    Set<String> schemas = new TreeSet<>();
    Map<String, Set<String>> columns = new TreeMap<>();
    TrinoClient.Answer answer =
        trino.ask(
            "SELECT table_schema, table_name, column_name FROM lake.information_schema.columns"
                + " WHERE table_schema <> 'information_schema'");
    for (List<Object> row : answer.rows()) {
      schemas.add((String) row.get(0));
      columns
          .computeIfAbsent(row.get(0) + "." + row.get(1), table -> new TreeSet<>())
          .add((String) row.get(2));
    }

    return new Names(schemas, columns);
  }

  public Set<String> tables() {
    return columns.keySet();
  }

  /** Those of the kind that is missing; columns of the tables that the statement names, if any. */
  public Set<String> like(Mistake.UnknownName unknown, String statement) {
    return switch (unknown.kind()) {
      case "Column" -> columnsNear(statement.toLowerCase(Locale.ROOT));
      case "Table" -> tables();
      default -> schemas;
    };
  }

  private Set<String> columnsNear(String statement) {
    Set<String> words = new HashSet<>(List.of(statement.split("[^a-z0-9_$]+", -1)));
    Set<String> near = columnsOf(table -> words.contains(table.substring(table.indexOf('.') + 1)));

    return near.isEmpty() ? columnsOf(table -> true) : near;
  }

  /** The columns of all tables that fit. */
  public Set<String> columnsOf(Predicate<String> tables) {
    return columns.entrySet().stream()
        .filter(entry -> tables.test(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
