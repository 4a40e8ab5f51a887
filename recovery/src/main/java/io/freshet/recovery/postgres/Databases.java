package io.freshet.recovery.postgres;

import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** The databases of one Postgres server. */
public final class Databases {
  private static final String MAINTENANCE = "postgres";

  private final PostgresSettings server;

  /**
   * @param server whichever of its databases it names
   */
  public Databases(PostgresSettings server) {
    this.server = server;
  }

  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    try (Connection connection = connect(MAINTENANCE);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select datname from pg_database where not datistemplate")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw failure("list the databases", e);
    }

    return names;
  }

  /** A connection to one of them; the caller closes it. */
  public Connection connect(String database) {
    try {
      return DriverManager.getConnection(
          of(database).databaseUrl(), server.user(), server.password());
    } catch (SQLException e) {
      throw failure("reach database " + database, e);
    }
  }

  void create(String database) {
    // What stands in for it has passed PostgresSettings, as no placeholder can stand here.
    run("create " + database, "CREATE DATABASE " + of(database).database() + " TEMPLATE template0");
  }

  /** Takes one away, whoever is connected to it. */
  public void drop(String database) {
    run("drop " + database, "DROP DATABASE IF EXISTS " + of(database).database() + " WITH (FORCE)");
  }

  /** Whoever is connected is thrown out; what they had not committed is lost. */
  void rename(String from, String to) {
    try (Connection connection = connect(MAINTENANCE);
        PreparedStatement closed =
            connection.prepareStatement(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = ?");
        Statement statement = connection.createStatement()) {
      // Nobody may come back in between; the name changes only while nobody is there.
      statement.execute("ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(of(from).database()));
      String name = from;
      try {
        closed.setString(1, from);
        closed.execute();
        awaitNobody(connection, from);
        statement.execute(
            "ALTER DATABASE %s RENAME TO %s".formatted(of(from).database(), of(to).database()));
        name = to;
      } finally { // one that could not be renamed has to be reached as before
        statement.execute(
            "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(of(name).database()));
      }
    } catch (SQLException e) {
      throw failure("rename database %s to %s".formatted(from, to), e);
    }
  }

  /** Postgres lets a backend end in its own time; sent again, the signal changes nothing. */
  private static void awaitNobody(Connection connection, String database) throws SQLException {
    try (PreparedStatement sessions =
        connection.prepareStatement(
            "select count(pg_terminate_backend(pid)), count(pg_sleep(0.05)) from pg_stat_activity"
                + " where datname = ?")) {
      sessions.setString(1, database);
      for (int attempt = 0; attempt < 200; attempt++) {
        try (ResultSet row = sessions.executeQuery()) {
          row.next();
          if (row.getLong(1) == 0) {
            return;
          }
        }
      }
    }
    throw new FreshetException(
        Fault.DEPENDENCY,
        "Sessions in database %s do not end; stop what uses it".formatted(database));
  }

  private void run(String what, String sql) {
    try (Connection connection = connect(MAINTENANCE);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(what, e);
    }
  }

  private PostgresSettings of(String database) {
    return new PostgresSettings(
        server.part(),
        server.url(),
        server.user(),
        server.password(),
        database,
        server.startTimeout());
  }

  /** Class 08, 57P: the server is not there; 28: it is, and knows us not. */
  static FreshetException failure(String what, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String message = "Cannot %s: %s".formatted(what, e.getMessage());
    if (state.startsWith("08") || state.startsWith("57P")) {
      return new PostgresAwayException(message, e);
    }

    return new FreshetException(Fault.CALLER, message, e);
  }
}
