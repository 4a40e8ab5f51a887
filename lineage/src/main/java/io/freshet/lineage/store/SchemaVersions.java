package io.freshet.lineage.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables' versions: {@code V1.sql}, {@code V2.sql} and so on, each applied once. Two servers
 * that start together wait for each other.
 */
final class SchemaVersions {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaVersions.class);
  private static final int NEWEST = 1;

  // Any number, as long as nobody else locks it.
  private static final long LOCK = 0x6c696e65616765L;

  private final Connection connection;

  SchemaVersions(Connection connection) {
    this.connection = connection;
  }

  void bringUpToDate() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(%d)".formatted(LOCK));
      statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version int NOT NULL)");
      for (int version = applied(statement) + 1; version <= NEWEST; version++) {
        statement.execute(script(version));
        statement.execute("INSERT INTO schema_version VALUES (%d)".formatted(version));
        LOG.info("Tables changed version={}", version);
      }
    }
  }

  private static int applied(Statement statement) throws SQLException {
    try (ResultSet newest =
        statement.executeQuery("SELECT coalesce(max(version), 0) FROM schema_version")) {
      newest.next();

      return newest.getInt(1);
    }
  }

  private static String script(int version) {
    try (InputStream script =
        SchemaVersions.class.getResourceAsStream("V%d.sql".formatted(version))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
