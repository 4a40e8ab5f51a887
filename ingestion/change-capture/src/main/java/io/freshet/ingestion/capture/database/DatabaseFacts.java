package io.freshet.ingestion.capture.database;

import java.sql.ResultSet;
import java.sql.Statement;

/**
 * What a database says of itself.
 *
 * @param identity the cluster's own number and the database's name; no other has it
 * @param walLevel how much its log tells; {@code logical} is what we need
 */
public record DatabaseFacts(String identity, String walLevel) {
  private static final String SQL =
      """
      select (select system_identifier from pg_control_system()) || '/' || current_database(),
             current_setting('wal_level')""";

  /** Asks the database. */
  public static DatabaseFacts of(Database database) {
    return database.answer(
        "learn the identity",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery(SQL)) {
            row.next();

            return new DatabaseFacts(row.getString(1), row.getString(2));
          }
        });
  }
}
