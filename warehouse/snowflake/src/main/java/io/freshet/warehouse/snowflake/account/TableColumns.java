package io.freshet.warehouse.snowflake.account;

import io.freshet.warehouse.snowflake.account.Inventory.ExistingColumn;
import io.freshet.warehouse.snowflake.script.Columns.Column;
import io.freshet.warehouse.snowflake.script.Sql;
import io.freshet.warehouse.snowflake.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a table's columns lack. Columns are added and described, never removed or changed: what a
 * contract no longer has stays, with the values of the time when it had it.
 */
record TableColumns(List<String> added, List<String> described, List<String> conflicts) {
  /** Whether an account remembers what columns mean. */
  enum Descriptions {
    KEPT,
    FORGOTTEN
  }

  static TableColumns compare(
      Statement table, Map<String, ExistingColumn> existing, Descriptions descriptions) {
    TableColumns columns =
        new TableColumns(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Column column : table.renewal().columns()) {
      String name = column.name().toUpperCase(Locale.ROOT);
      ExistingColumn there = existing.get(name);
      if (there == null) {
        columns.added.add(name);
      } else if (!isSame(column.type(), there.type())) {
        columns.conflicts.add(
            "%s is %s there and %s in the contract".formatted(name, there.type(), column.type()));
      } else if (descriptions == Descriptions.KEPT && !there.comment().equals(column.comment())) {
        columns.described.add(name);
      }
    }

    return columns;
  }

  /** Snowflake has other words for some types when it is asked. */
  private static boolean isSame(String wanted, String there) {
    String base = wanted.startsWith("NUMBER") ? wanted : wanted.replaceAll("\\(.*", "");

    return switch (base) {
      case "VARCHAR" -> there.equals("TEXT");
      case "TIMESTAMP_LTZ" -> there.startsWith("TIMESTAMP");
      case "ARRAY", "OBJECT" -> there.equals(base) || there.equals("VARIANT");
      default -> there.equals(base);
    };
  }

  boolean isComplete() {
    return added.isEmpty() && described.isEmpty() && conflicts.isEmpty();
  }

  String summary() {
    List<String> parts = new ArrayList<>();
    if (!added.isEmpty()) {
      parts.add("add " + String.join(", ", added));
    }
    if (!described.isEmpty()) {
      parts.add("describe %d columns".formatted(described.size()));
    }

    return String.join("; ", parts);
  }

  List<String> sql(Statement table) {
    String path = Sql.path(table.name().split("\\."));
    List<String> sql = new ArrayList<>();
    for (Column column : table.renewal().columns()) {
      String name = column.name().toUpperCase(Locale.ROOT);
      if (added.contains(name)) {
        // Rows that are there have no value for it, whatever the contract says of new ones.
        sql.add(
            "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s COMMENT %s"
                .formatted(path, Sql.name(name), column.type(), Sql.text(column.comment())));
      } else if (described.contains(name)) {
        sql.add(
            "COMMENT ON COLUMN %s.%s IS %s"
                .formatted(path, Sql.name(name), Sql.text(column.comment())));
      }
    }

    return sql;
  }
}
