package io.freshet.catalog.postgres;

import io.freshet.core.server.postgres.DatabaseSetup;
import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.core.server.postgres.PostgresSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * Iceberg's {@code JdbcCatalog} on Postgres, with one addition: changes to several tables that
 * become visible together or not at all. Thread-safe.
 */
public final class PostgresCatalog implements AutoCloseable {
  // Part of every row's key: a change hides all tables.
  private static final String NAME = "freshet";

  /** JdbcCatalog's own table. */
  private static final String IS_TAKEN =
      "SELECT 1 FROM iceberg_tables"
          + " WHERE catalog_name = ? AND starts_with(metadata_location, ?) LIMIT 1";

  private final ConnectionPool pool;
  private final FileIO io;
  private final String warehouse;
  private final JdbcCatalog catalog;

  private PostgresCatalog(ConnectionPool pool, FileIO io, String warehouse) {
    this.pool = pool;
    this.io = io;
    this.warehouse = warehouse;
    this.catalog = catalogOn(pool);
  }

  /**
   * Waits for Postgres, makes database and tables where they lack, and opens the catalog.
   *
   * @param io where table metadata is kept; closed with the catalog
   */
  public static PostgresCatalog open(PostgresSettings settings, FileIO io, String warehouse) {
    new DatabaseSetup(settings).awaitDatabase();
    ConnectionPool pool = new ConnectionPool(settings);
    try {
      return new PostgresCatalog(pool, io, warehouse);
    } catch (UncheckedSQLException e) {
      pool.close();
      throw new PostgresAwayException(
          "Cannot set up the catalog's tables at %s: %s".formatted(settings, e.getCause()), e);
    }
  }

  public JdbcCatalog catalog() {
    return catalog;
  }

  /** Where table metadata is kept. */
  public FileIO files() {
    return io;
  }

  /**
   * Returns when Postgres answers now.
   *
   * @throws PostgresAwayException when it does not
   */
  public void requireAnswer() {
    try (Connection connection = pool.borrow()) {
      if (!connection.isValid(1)) {
        throw new SQLException("the connection broke");
      }
    } catch (SQLException e) {
      throw new PostgresAwayException("Postgres does not answer; try again", e);
    }
  }

  /** As {@link #requireAnswer}, for those who only want to know. */
  public boolean answers() {
    try {
      requireAnswer();

      return true;
    } catch (PostgresAwayException e) {
      return false;
    }
  }

  /** Whether the metadata of any table or view lies in that folder. */
  public boolean holdsTableIn(String folder) {
    String below = folder.endsWith("/") ? folder : folder + "/";
    try (Connection connection = pool.borrow();
        PreparedStatement query = connection.prepareStatement(IS_TAKEN)) {
      query.setString(1, NAME);
      query.setString(2, below);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw new UncheckedSQLException(e, "Cannot look for tables in a folder");
    }
  }

  /**
   * Does {@code work} in one database transaction. If it throws, nothing has changed, except when
   * the failure is that of the database's own commit: then nobody knows.
   *
   * @param work sees a catalog of its own, which must not be kept
   */
  public void together(Consumer<JdbcCatalog> work) {
    try (Connection connection = pool.borrow()) {
      connection.setAutoCommit(false);
      work.accept(catalogOn(new OneConnection(connection)));
      connection.commit();
    } catch (SQLException e) {
      throw new UncheckedSQLException(e, "Cannot commit several tables together");
    }
  }

  @Override
  public void close() {
    catalog.close();
  }

  private JdbcCatalog catalogOn(JdbcClientPool connections) {
    JdbcCatalog opened =
        new JdbcCatalog(
            properties -> io, properties -> connections, connections instanceof ConnectionPool);
    opened.initialize(
        NAME,
        Map.of(
            CatalogProperties.URI,
            "",
            CatalogProperties.WAREHOUSE_LOCATION,
            warehouse,
            // Two tables must never share a folder: a table that is made under the name that
            // another one had would, at the next orphan removal, lose or cost files.
            CatalogProperties.UNIQUE_TABLE_LOCATION,
            "true",
            // V1 knows views.
            "jdbc.schema-version",
            "V1",
            // No table in a namespace that does not exist.
            "jdbc.strict-mode",
            "true"));

    return opened;
  }
}
