package io.freshet.recovery.postgres;

import io.freshet.recovery.metadata.Description.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Which metadata file each table and view has, as our catalog's database keeps it. */
public final class CatalogPointers {
  private final Supplier<Connection> database;

  /**
   * @param database gives connections to the catalog's
   */
  public CatalogPointers(Supplier<Connection> database) {
    this.database = database;
  }

  /**
   * One of them.
   *
   * @param catalog part of the key
   */
  public record Pointer(String catalog, String namespace, String name, Kind kind, String metadata) {
    public String table() {
      return namespace + "." + name;
    }
  }

  public List<Pointer> all() {
    List<Pointer> pointers = new ArrayList<>();
    try (Connection connection = database.get();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select catalog_name, table_namespace, table_name, iceberg_type, metadata_location"
                    + " from iceberg_tables order by 2, 3")) {
      while (rows.next()) {
        pointers.add(
            new Pointer(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                "VIEW".equals(rows.getString(4)) ? Kind.VIEW : Kind.TABLE,
                rows.getString(5)));
      }
    } catch (SQLException e) {
      throw Databases.failure("read the catalog's pointers", e);
    }

    return pointers;
  }

  /** Moves one on; it must be where it was found. */
  public void move(Pointer pointer, String metadata) {
    try (Connection connection = database.get();
        PreparedStatement update =
            connection.prepareStatement(
                "update iceberg_tables set metadata_location = ?, previous_metadata_location = ?"
                    + " where catalog_name = ? and table_namespace = ? and table_name = ?"
                    + " and metadata_location = ?")) {
      update.setString(1, metadata);
      update.setString(2, pointer.metadata());
      update.setString(3, pointer.catalog());
      update.setString(4, pointer.namespace());
      update.setString(5, pointer.name());
      update.setString(6, pointer.metadata());
      if (update.executeUpdate() != 1) {
        throw new SQLException("somebody else has moved it");
      }
    } catch (SQLException e) {
      throw Databases.failure("move the pointer of " + pointer.table(), e);
    }
  }
}
