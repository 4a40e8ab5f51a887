package io.freshet.serving.orders.store;

import com.zaxxer.hikari.HikariDataSource;
import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.core.server.postgres.PostgresFailures;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Transactions on our database, each done as a whole or not at all. Thread-safe. */
final class Transactions {
  /**
   * Whoever dies where nobody sees it, with its machine, holds its order no longer than that; and
   * who waits for an order waits no longer.
   */
  private static final String BOUNDS =
      "SET LOCAL idle_in_transaction_session_timeout = '20s'; SET LOCAL lock_timeout = '5s'";

  private final HikariDataSource source;

  Transactions(HikariDataSource source) {
    this.source = source;
  }

  /** What is done with a connection; it neither commits nor keeps it. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Does the work and commits it.
   *
   * @throws PostgresAwayException when there is no answer: it was done as a whole or not at all
   */
  <T> T run(Work<T> work) {
    // What is not committed when a connection is given back is undone.
    try (Connection connection = source.getConnection()) {
      try (Statement bounds = connection.createStatement()) {
        bounds.execute(BOUNDS);
      }
      T result = work.on(connection);
      connection.commit();

      return result;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static FreshetException failure(SQLException e) {
    return PostgresFailures.isAway(e)
        ? new PostgresAwayException("Postgres does not answer: " + e.getMessage(), e)
        : new FreshetException(Fault.OURS, "Postgres refuses a statement: " + e.getMessage(), e);
  }

  boolean answers() {
    try (Connection connection = source.getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }
}
