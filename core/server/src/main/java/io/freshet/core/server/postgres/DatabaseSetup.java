package io.freshet.core.server.postgres;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for Postgres at start and makes a part's database if the server has none yet. */
public final class DatabaseSetup {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseSetup.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String NO_SUCH_DATABASE = "3D000";
  private static final String DUPLICATE_DATABASE = "42P04";
  private static final String WRONG_LOGIN = "28";
  private static final String NOT_ALLOWED = "42501";

  private final PostgresSettings settings;

  public DatabaseSetup(PostgresSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns once the database answers.
   *
   * @throws FreshetException {@code DEPENDENCY} when it does not within the start timeout, {@code
   *     CALLER} when it refuses the login, or to make a database that lacks
   */
  public void awaitDatabase() {
    Instant deadline = Instant.now().plus(settings.startTimeout());
    while (true) {
      try {
        ensureDatabase();
        return;
      } catch (SQLException e) {
        if (String.valueOf(e.getSQLState()).startsWith(WRONG_LOGIN)) {
          throw new FreshetException(
              Fault.CALLER,
              "Postgres refuses %s: %s; check postgres.user and postgres.password, or %3$s.postgres-user"
                      .formatted(settings, oneLine(e), settings.part())
                  + " and -password",
              e);
        }
        if (NOT_ALLOWED.equals(e.getSQLState())) {
          throw new FreshetException(
              Fault.CALLER,
              "%s is not there or not for this user: %s; let its user own the database"
                  .formatted(settings, oneLine(e)),
              e);
        }
        if (Instant.now().plus(PAUSE).isAfter(deadline)) {
          throw new PostgresAwayException(
              "Postgres does not answer at %s within %d s: %s; start it or correct postgres.url"
                  .formatted(settings, settings.startTimeout().toSeconds(), oneLine(e)),
              e);
        }
      }
      pause();
    }
  }

  private void ensureDatabase() throws SQLException {
    try (Connection ours = connect(settings.databaseUrl())) {
      LOG.debug("Database found database={}", ours.getCatalog());
    } catch (SQLException e) {
      if (!NO_SUCH_DATABASE.equals(e.getSQLState())
          || settings.databaseUrl().equals(settings.url())) {
        throw e;
      }
      createDatabase();
    }
  }

  private void createDatabase() throws SQLException {
    try (Connection shared = connect(settings.url());
        Statement statement = shared.createStatement()) {
      statement.execute("CREATE DATABASE " + settings.database());
      LOG.info("Database created database={}", settings.database());
    } catch (SQLException e) {
      if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, settings.user(), settings.password());
  }

  private static String oneLine(SQLException e) {
    return e.getMessage().lines().findFirst().orElse(e.getSQLState());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.DEPENDENCY, "Stopped while waiting for Postgres", e);
    }
  }
}
