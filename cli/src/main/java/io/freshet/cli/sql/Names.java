package io.freshet.cli.sql;

import io.freshet.cli.lake.TrinoClient;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that there are in the lake, as far as the user may see them.
 *
 * @param tables as {@code schema.table}, views among them
 */
record Names(Set<String> schemas, Set<String> tables, Set<String> columns) {
  static final Names NONE = new Names(Set.of(), Set.of(), Set.of());

  static Names read(TrinoClient trino) {
    Set<String> schemas = new TreeSet<>();
    Set<String> tables = new TreeSet<>();
    Set<String> columns = new TreeSet<>();
    TrinoClient.Answer answer =
        trino.ask(
            "SELECT table_schema, table_name, column_name FROM lake.information_schema.columns"
                + " WHERE table_schema <> 'information_schema'");
    for (List<Object> row : answer.rows()) {
      schemas.add((String) row.get(0));
      tables.add(row.get(0) + "." + row.get(1));
      columns.add((String) row.get(2));
    }

    return new Names(schemas, tables, columns);
  }

  /** Those of the kind that is missing. */
  Set<String> like(Mistake.UnknownName unknown) {
    return switch (unknown.kind()) {
      case "Column" -> columns;
      case "Table" -> tables;
      default -> schemas;
    };
  }
}
