package io.freshet.catalog.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
  private static final Duration BORROW_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(2);
  // A statement here touches one row. Only a stuck server or a held lock takes longer.
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  private final HikariDataSource source;

  ConnectionPool(PostgresSettings settings) {
    super(MAX_CONNECTIONS, settings.databaseUrl(), Map.of());
    HikariConfig config = new HikariConfig();
    config.setPoolName("catalog");
    config.setJdbcUrl(settings.databaseUrl());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(MAX_CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(BORROW_TIMEOUT.toMillis());
    config.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
    // The wait for Postgres at start is DatabaseSetup's.
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("connectTimeout", Long.toString(BORROW_TIMEOUT.toSeconds()));
    config.addDataSourceProperty("socketTimeout", Long.toString(STATEMENT_TIMEOUT.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("ApplicationName", "freshet-catalog");
    this.source = new HikariDataSource(config);
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
   * @throws PostgresAwayException when there is none
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
