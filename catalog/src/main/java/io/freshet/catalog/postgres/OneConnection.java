package io.freshet.catalog.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.apache.iceberg.jdbc.JdbcClientPool;

/** Runs everything on one connection, so that it shares one database transaction. */
final class OneConnection extends JdbcClientPool {
  private final Connection connection;

  OneConnection(Connection connection) {
    super(1, "", Map.of());
    this.connection = connection;
  }

  @Override
  public <R> R run(Action<R, Connection, SQLException> action)
      throws SQLException, InterruptedException {
    return action.run(connection);
  }

  @Override
  public <R> R run(Action<R, Connection, SQLException> action, boolean retry)
      throws SQLException, InterruptedException {
    return run(action);
  }
}
