package io.freshet.ingestion.capture.database;

import io.freshet.ingestion.capture.database.SourceTable.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what Postgres's catalog says of tables. */
public final class SourceTables {
  private static final String TABLE =
      """
      select c.oid, c.relkind, c.relreplident, has_table_privilege(c.oid, 'select') as readable
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname || '.' || c.relname = ? and c.relkind in ('r', 'p', 'v', 'm', 'f')""";

  // A domain's type is the one below it, however many domains lie on one another.
  private static final String COLUMNS =
      """
      with recursive shape as (
        select a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) as printed,
               a.atttypid as type, a.atttypmod as modifier
        from pg_attribute a
        where a.attrelid = ? and a.attnum > 0 and not a.attisdropped
        union all
        select s.attnum, s.attname, s.printed, t.typbasetype, t.typtypmod
        from shape s join pg_type t on t.oid = s.type
        where t.typtype = 'd'
      )
      select s.attname, s.printed, s.modifier, t.typelem <> 0 and t.typlen = -1 as is_array,
             case when coalesce(e.typtype, t.typtype) = 'e' then 'enum'
                  else coalesce(e.typname, t.typname) end as base
      from shape s
        join pg_type t on t.oid = s.type and t.typtype <> 'd'
        left join pg_type e on e.oid = t.typelem and t.typlen = -1
      order by s.attnum""";

  private static final String PRIMARY_KEY =
      """
      select a.attname
      from pg_index i
        join lateral unnest(i.indkey) with ordinality as k(attnum, place) on true
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
      where i.indrelid = ? and i.indisprimary
      order by k.place""";

  private static final int HEADER = 4;
  private static final int SCALE_MASK = 0x7FF;

  private SourceTables() {}

  /** Those that are there, by name. */
  public static Map<String, SourceTable> read(Database database, Collection<String> names) {
    return database.answer(
        "read the tables",
        connection -> {
          Map<String, SourceTable> found = new TreeMap<>();
          for (String name : names) {
            table(connection, name).ifPresent(table -> found.put(name, table));
          }

          return found;
        });
  }

  private static Optional<SourceTable> table(Connection connection, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        long oid = row.getLong("oid");

        return Optional.of(
            new SourceTable(
                name,
                row.getString("relkind").equals("r"),
                row.getString("relreplident").equals("f"),
                row.getBoolean("readable"),
                columns(connection, oid),
                primaryKey(connection, oid)));
      }
    }
  }

  private static List<Column> columns(Connection connection, long oid) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, oid);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String base = row.getString("base");
          columns.add(
              new Column(
                  row.getString("attname"),
                  row.getString("printed"),
                  base,
                  row.getBoolean("is_array"),
                  scale(base, row.getInt("modifier"))));
        }
      }
    }

    return columns;
  }

  /** As Postgres packs it into the modifier of a numeric. */
  private static Optional<Integer> scale(String base, int modifier) {
    return base.equals("numeric") && modifier >= HEADER
        ? Optional.of((modifier - HEADER) & SCALE_MASK)
        : Optional.empty();
  }

  private static List<String> primaryKey(Connection connection, long oid) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(PRIMARY_KEY)) {
      statement.setLong(1, oid);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          columns.add(row.getString(1));
        }
      }
    }

    return columns;
  }
}
