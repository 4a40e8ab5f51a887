package io.freshet.lineage.store;

import com.zaxxer.hikari.HikariDataSource;
import io.freshet.core.server.postgres.Connections;
import io.freshet.core.server.postgres.DatabaseSetup;
import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.core.server.postgres.PostgresFailures;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Transactions on our database, each done as a whole or not at all. Thread-safe. */
final class Database implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 4;

  private static final String DEADLOCK = "40P01";

  private static final int MAX_ATTEMPTS = 3;

  private final HikariDataSource source;

  private Database(HikariDataSource source) {
    this.source = source;
  }

  /** Waits for Postgres, makes database and tables where they lack. */
  static Database open(PostgresSettings settings) {
    new DatabaseSetup(settings).awaitDatabase();
    Database database = new Database(Connections.pool(settings, MAX_CONNECTIONS, false));
    try {
      database.inTransaction(
          connection -> {
            new SchemaVersions(connection).bringUpToDate();
            return null;
          });

      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** What is done with a connection; it neither commits nor keeps it. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Does the work and commits it. Two that wait for each other are told apart by Postgres; the one
   * that it gives up begins again.
   *
   * @throws PostgresAwayException when there is no answer: it was done as a whole or, most likely,
   *     not at all; doing it again does no harm
   */
  <T> T inTransaction(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      // What is not committed when a connection is given back is undone.
      try (Connection connection = source.getConnection()) {
        T result = work.on(connection);
        connection.commit();

        return result;
      } catch (SQLException e) {
        if (!DEADLOCK.equals(e.getSQLState()) || attempt == MAX_ATTEMPTS) {
          throw failure(e);
        }
      }
    }
  }

  /** Reads what was there at one moment, whatever others write meanwhile. */
  <T> T inOneState(Work<T> reading) {
    return inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
          }

          return reading.on(connection);
        });
  }

  static FreshetException failure(SQLException e) {
    if (PostgresFailures.isAway(e)) {
      return new PostgresAwayException(
          "Postgres does not answer: %s; try again".formatted(e.getMessage()), e);
    }

    return new FreshetException(Fault.OURS, "Postgres refuses a statement: " + e.getMessage(), e);
  }

  boolean answers() {
    try (Connection connection = source.getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
