package io.freshet.core.server.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/** Pools of connections to a part's database. A connection is checked before it is lent. */
public final class Connections {
  private static final Duration BORROW_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(2);
  // Our statements touch few rows. Only a stuck server or a held lock takes longer.
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  private Connections() {}

  /**
   * Opens a pool, whether Postgres answers or not: the wait at start is {@link DatabaseSetup}'s.
   *
   * @param autoCommit whether each statement is a transaction of its own until told otherwise
   */
  public static HikariDataSource pool(
      PostgresSettings settings, int maxConnections, boolean autoCommit) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(settings.part());
    config.setJdbcUrl(settings.databaseUrl());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(maxConnections);
    config.setMinimumIdle(1);
    config.setAutoCommit(autoCommit);
    config.setConnectionTimeout(BORROW_TIMEOUT.toMillis());
    config.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("connectTimeout", Long.toString(BORROW_TIMEOUT.toSeconds()));
    config.addDataSourceProperty("socketTimeout", Long.toString(STATEMENT_TIMEOUT.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("ApplicationName", "freshet-" + settings.part());

    return new HikariDataSource(config);
  }
}
