package io.freshet.serving.orders.store;

import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.core.server.postgres.PostgresFailures;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our tables' versions: {@code V1__….sql}, {@code V2__….sql} and so on, each applied once. Servers
 * that start together wait for each other.
 */
final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final String SCRIPTS = "classpath:io/freshet/serving/orders/store";
  private static final String HISTORY = "order_migrations";

  private Migrations() {}

  /**
   * @throws FreshetException {@code OURS} when the database is not what a version of ours left
   */
  static void apply(DataSource source) {
    try {
      int applied =
          Flyway.configure()
              .dataSource(source)
              .locations(SCRIPTS)
              .table(HISTORY)
              // The database may have tables of others, and none of ours yet.
              .baselineOnMigrate(true)
              .baselineVersion("0")
              .load()
              .migrate()
              .migrationsExecuted;
      LOG.info("Tables ready migrations={}", applied);
    } catch (FlywayException e) {
      if (PostgresFailures.isAway(e)) {
        throw new PostgresAwayException(
            "Postgres went away while tables were made: %s; start again".formatted(e.getMessage()),
            e);
      }
      throw new FreshetException(
          Fault.OURS, "Cannot bring the tables up to date: " + e.getMessage(), e);
    }
  }
}
