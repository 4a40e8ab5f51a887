package io.freshet.recovery;

import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.recovery.postgres.CatalogPointers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * What Iceberg's catalog keeps in a database: the same tables that ours keeps on Postgres, in a
 * file.
 */
public final class CatalogDatabase implements AutoCloseable {
  private final String url;
  private final JdbcCatalog catalog;

  public CatalogDatabase(Path file, MemoryStore store) {
    this.url = "jdbc:sqlite:%s?busy_timeout=20000".formatted(file);
    this.catalog = new JdbcCatalog(properties -> store, null, true);
    catalog.initialize(
        "freshet",
        Map.of("uri", url, "warehouse", "s3://lake/warehouse", "jdbc.schema-version", "V1"));
  }

  public JdbcCatalog catalog() {
    return catalog;
  }

  public CatalogPointers pointers() {
    return new CatalogPointers(() -> connect(url));
  }

  /** They can be read once; then there is no reaching the database. */
  public CatalogPointers pointersBeforeItWasAway() {
    AtomicInteger reached = new AtomicInteger();

    return new CatalogPointers(
        () -> {
          if (reached.getAndIncrement() > 0) {
            throw new PostgresAwayException(
                "Cannot reach database catalog: it is away", new SQLException());
          }

          return connect(url);
        });
  }

  /** As a restored backup has it, whatever the catalog has committed since. */
  public void putBack(String table, String metadata) {
    try (Connection connection = connect(url);
        PreparedStatement update =
            connection.prepareStatement(
                "update iceberg_tables set metadata_location = ?, previous_metadata_location ="
                    + " 'older' where table_name = ?")) {
      update.setString(1, metadata);
      update.setString(2, table);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Which file a table had before, as the database has it. */
  public String previous(String namespace, String table) {
    try (Connection connection = connect(url);
        PreparedStatement query =
            connection.prepareStatement(
                "select previous_metadata_location from iceberg_tables"
                    + " where table_namespace = ? and table_name = ?")) {
      query.setString(1, namespace);
      query.setString(2, table);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();

        return rows.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Those of a database that is no catalog's. */
  public static CatalogPointers ofNothing() {
    return new CatalogPointers(() -> connect("jdbc:sqlite::memory:"));
  }

  private static Connection connect(String url) {
    try {
      return DriverManager.getConnection(url);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    catalog.close();
  }
}
