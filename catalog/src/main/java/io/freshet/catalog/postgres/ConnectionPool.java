package io.freshet.catalog.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.freshet.core.server.postgres.Connections;
import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.core.server.postgres.PostgresSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.apache.iceberg.jdbc.JdbcClientPool;

/**
 * Connections for {@code JdbcCatalog}, checked before they are lent. Unlike Iceberg's own pool it
 * never sends a statement twice: when the connection breaks behind an update that has landed, the
 * second try finds the pointer moved and reports a conflict, and the client then deletes the files
 * of a commit that is in the table.
 */
final class ConnectionPool extends JdbcClientPool {
  private static final int MAX_CONNECTIONS = 8;

  private final HikariDataSource source;

  ConnectionPool(PostgresSettings settings) {
    super(MAX_CONNECTIONS, settings.databaseUrl(), Map.of());
    this.source = Connections.pool(settings, MAX_CONNECTIONS, true);
  }

  @Override
  public <R> R run(Action<R, Connection, SQLException> action)
      throws SQLException, InterruptedException {
    try (Connection connection = borrow()) {
      return action.run(connection);
    }
  }

  @Override
  public <R> R run(Action<R, Connection, SQLException> action, boolean retry)
      throws SQLException, InterruptedException {
    return run(action);
  }

  /**
   * A live connection; closing it gives it back and rolls back what was not committed.
   *
   * @throws PostgresAwayException when there is none, so that nothing has been sent
   */
  Connection borrow() {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw new PostgresAwayException("Postgres does not answer; try again", e);
    }
  }

  @Override
  public void close() {
    super.close();
    source.close();
  }
}
