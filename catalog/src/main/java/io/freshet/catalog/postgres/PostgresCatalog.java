package io.freshet.catalog.postgres;

import io.freshet.core.server.postgres.DatabaseSetup;
import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.core.server.postgres.PostgresSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * Iceberg's {@code JdbcCatalog} on Postgres, with two additions: changes to several tables that
 * become visible together or not at all, and folders that are known to be some table's though no
 * metadata lies there. Thread-safe.
 */
public final class PostgresCatalog implements AutoCloseable {
  // Part of every row's key: a change hides all tables.
  private static final String NAME = "freshet";

  /** JdbcCatalog's own table, and ours. */
  private static final String IS_TAKEN =
      "(SELECT 1 FROM iceberg_tables"
          + " WHERE catalog_name = ? AND starts_with(metadata_location, ?) LIMIT 1)"
          + " UNION ALL (SELECT 1 FROM freshet_table_folders WHERE starts_with(folder, ?) LIMIT 1)";

  private static final String MAKE_FOLDERS =
      "CREATE TABLE IF NOT EXISTS freshet_table_folders (folder TEXT PRIMARY KEY)";
  private static final String KEEP_FOLDER =
      "INSERT INTO freshet_table_folders VALUES (?) ON CONFLICT DO NOTHING";

  /** Another catalog made the same table at the same time: Postgres finds out late. */
  private static final Set<String> MADE_MEANWHILE = Set.of("23505", "42P07");

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
      PostgresCatalog opened = new PostgresCatalog(pool, io, warehouse);
      opened.makeFolders();

      return opened;
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

  private void makeFolders() {
    try (Connection connection = pool.borrow();
        Statement statement = connection.createStatement()) {
      statement.execute(MAKE_FOLDERS);
    } catch (SQLException e) {
      if (!MADE_MEANWHILE.contains(e.getSQLState())) {
        throw new UncheckedSQLException(e, "Cannot make the table of folders");
      }
    }
  }

  /**
   * Remembers for good that files of some table lie, or may soon lie, in these folders, wherever
   * its metadata is.
   */
  public void keepFolders(Collection<String> folders) {
    try (Connection connection = pool.borrow();
        PreparedStatement insert = connection.prepareStatement(KEEP_FOLDER)) {
      for (String folder : folders) {
        insert.setString(1, withSlash(folder));
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new UncheckedSQLException(e, "Cannot keep the folders of a table");
    }
  }

  private static String withSlash(String folder) {
    return folder.endsWith("/") ? folder : folder + "/";
  }

  /** Whether any table or view lies in that folder: by its metadata, or by what was kept of it. */
  public boolean holdsTableIn(String folder) {
    String below = withSlash(folder);
    try (Connection connection = pool.borrow();
        PreparedStatement query = connection.prepareStatement(IS_TAKEN)) {
      query.setString(1, NAME);
      query.setString(2, below);
      query.setString(3, below);
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
