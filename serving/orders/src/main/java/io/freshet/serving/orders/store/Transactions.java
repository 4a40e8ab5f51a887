package io.freshet.serving.orders.store;

import com.zaxxer.hikari.HikariDataSource;
import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** Transactions on our database, each done as a whole or not at all. Thread-safe. */
final class Transactions {
  /**
   * Whoever dies where nobody sees it, with its machine, holds its order no longer than that; and
   * who waits for an order waits no longer.
   */
  private static final String BOUNDS =
      "SET LOCAL idle_in_transaction_session_timeout = '20s'; SET LOCAL lock_timeout = '5s'";

  /** Classes of SQL states of a server that is not there, not able or not willing now. */
  private static final Set<String> AWAY = Set.of("08", "40", "53", "55", "57", "58");

  /** What was the primary server before a failover takes no writes. */
  private static final String READ_ONLY = "25006";

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
    return isAway(e)
        ? new PostgresAwayException("Postgres does not answer: " + e.getMessage(), e)
        : new FreshetException(Fault.OURS, "Postgres refuses a statement: " + e.getMessage(), e);
  }

  /** Whether the first word of the database in it is that it is not there now. */
  static boolean isAway(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    if (!(cause instanceof SQLException e)) {
      return false;
    }
    String state = e.getSQLState();

    return state == null || AWAY.contains(state.substring(0, 2)) || state.equals(READ_ONLY);
  }

  boolean answers() {
    try (Connection connection = source.getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }
}
