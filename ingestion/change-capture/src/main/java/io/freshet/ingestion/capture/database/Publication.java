package io.freshet.ingestion.capture.database;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which tables Postgres tells of: exactly those that are captured. */
public final class Publication {
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  private static final String FOUND =
      "select pubinsert and pubupdate and pubdelete from pg_publication where pubname = ?";
  private static final String TABLES =
      "select schemaname || '.' || tablename from pg_publication_tables where pubname = ?";
  private static final String NO_RIGHT = "42501";

  private final Database database;
  private final String name;

  /**
   * @param name of the publication; letters, digits and underscores
   */
  public Publication(Database database, String name) {
    this.database = database;
    this.name = name;
  }

  /**
   * Sees to it that it has these tables and no others.
   *
   * @throws FreshetException {@code CALLER}, with the SQL to run, when we may not
   */
  public void ensure(Collection<String> tables) {
    Set<String> wanted = new TreeSet<>(tables);
    database.answer(
        "read the publication",
        connection -> {
          Optional<Boolean> tellsAll = tellsAll(connection);
          if (tellsAll.isEmpty()) {
            change(connection, "CREATE PUBLICATION %s FOR TABLE %s".formatted(name, list(wanted)));
          } else if (!tables(connection).equals(wanted)) {
            change(connection, "ALTER PUBLICATION %s SET TABLE %s".formatted(name, list(wanted)));
          }
          if (tellsAll.isPresent() && !tellsAll.get()) {
            change(
                connection,
                "ALTER PUBLICATION %s SET (publish = 'insert, update, delete, truncate')"
                    .formatted(name));
          }

          return true;
        });
  }

  private Optional<Boolean> tellsAll(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FOUND)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
      }
    }
  }

  private Set<String> tables(Connection connection) throws SQLException {
    Set<String> tables = new TreeSet<>();
    try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
    }

    return tables;
  }

  private void change(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      LOG.info("Publication changed sql={}", sql);
    } catch (SQLException e) {
      if (!NO_RIGHT.equals(e.getSQLState())) {
        throw e;
      }
      throw new FreshetException(
          Fault.CALLER,
          "%s may not change the publication %s (%s); have the owner of the tables run: %s;"
              .formatted(database.user(), name, Database.oneLine(e), sql),
          e);
    }
  }

  private static String list(Set<String> tables) {
    return tables.stream().map(Publication::quoted).collect(Collectors.joining(", "));
  }

  /** Names are lower-case words, as the contract's reader sees to; some are words of SQL. */
  private static String quoted(String table) {
    return "\"" + table.replace(".", "\".\"") + "\"";
  }
}
