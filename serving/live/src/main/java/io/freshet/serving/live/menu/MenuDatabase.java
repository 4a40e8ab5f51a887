package io.freshet.serving.live.menu;

import com.zaxxer.hikari.HikariDataSource;
import io.freshet.core.server.postgres.Connections;
import io.freshet.core.server.postgres.DatabaseSetup;
import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.core.server.postgres.PostgresFailures;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our tables in Postgres, which are made as soon as it answers: servers start without it.
 * Thread-safe.
 */
final class MenuDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MenuDatabase.class);
  private static final String SCRIPTS = "classpath:io/freshet/serving/live/menu";
  private static final String HISTORY = "menu_migrations";
  private static final Duration SHORTEST_BORROW = Duration.ofMillis(250); // that the pool takes

  private final PostgresSettings settings;
  private final Duration timeout;
  private final HikariDataSource source;
  private volatile boolean hasTables;

  private MenuDatabase(PostgresSettings settings, Duration timeout, HikariDataSource source) {
    this.settings = settings;
    this.timeout = timeout;
    this.source = source;
  }

  /**
   * Opens it, whether Postgres answers or not.
   *
   * @param timeout of each statement
   * @throws FreshetException {@code CALLER} when Postgres refuses the login
   */
  static MenuDatabase open(PostgresSettings settings, int connections, Duration timeout) {
    HikariDataSource source = Connections.pool(settings, connections, true);
    source.setConnectionTimeout(Math.max(timeout.toMillis(), SHORTEST_BORROW.toMillis()));
    MenuDatabase database = new MenuDatabase(settings, timeout, source);
    try {
      database.ensureTables();
    } catch (PostgresAwayException e) {
      LOG.warn("Menus come later why={}", e.getMessage());
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }

    return database;
  }

  /** What is done with a connection, each statement a transaction of its own. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Does the work.
   *
   * @throws PostgresAwayException when there is no answer; what was to be written may be, or not
   */
  <T> T run(Work<T> work) {
    ensureTables();
    try (Connection connection = source.getConnection()) {
      // The pool sets it back.
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));

      return work.on(connection);
    } catch (SQLException e) {
      throw PostgresFailures.isAway(e)
          ? new PostgresAwayException("Postgres does not answer: " + e.getMessage(), e)
          : new FreshetException(Fault.OURS, "Postgres refuses a statement: " + e.getMessage(), e);
    }
  }

  /** A connection outside the pool, for whoever keeps it. */
  Connection connect() throws SQLException {
    ensureTables();

    return DriverManager.getConnection(
        settings.databaseUrl(), settings.user(), settings.password());
  }

  private void ensureTables() {
    if (!hasTables) {
      makeTables();
    }
  }

  private synchronized void makeTables() {
    if (hasTables) {
      return;
    }
    new DatabaseSetup(withoutWait()).awaitDatabase();
    try {
      int applied =
          Flyway.configure()
              .dataSource(source)
              .locations(SCRIPTS)
              .table(HISTORY)
              .load()
              .migrate()
              .migrationsExecuted;
      LOG.info("Tables of menus ready migrations={}", applied);
      hasTables = true;
    } catch (FlywayException e) {
      if (PostgresFailures.isAway(e)) {
        throw new PostgresAwayException(
            "Postgres went away while tables were made: " + e.getMessage(), e);
      }
      throw new FreshetException(
          Fault.OURS, "Cannot bring the tables of menus up to date: " + e.getMessage(), e);
    }
  }

  private PostgresSettings withoutWait() {
    return new PostgresSettings(
        settings.part(),
        settings.url(),
        settings.user(),
        settings.password(),
        settings.database(),
        Duration.ZERO);
  }

  @Override
  public void close() {
    source.close();
  }
}
