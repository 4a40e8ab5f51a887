package io.freshet.recovery.postgres;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.recovery.backup.BackupFiles;
import io.freshet.recovery.postgres.DatabaseSchema.DumpedTable;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Writes a database as it was at one moment: its schema as statements, its rows by {@code COPY},
 * all read in one transaction that sees no change while it runs.
 */
public final class DatabaseDump {
  /** The schema's file, in the dump's folder. */
  public static final String SCHEMA = "schema.json";

  private final Databases databases;
  private final ObjectMapper mapper = new ObjectMapper();

  public DatabaseDump(Databases databases) {
    this.databases = databases;
  }

  /**
   * Writes all of one.
   *
   * @param folder in the backup, with a slash at its end
   */
  public DatabaseSchema write(String database, BackupFiles files, String folder)
      throws IOException {
    try (Connection connection = databases.connect(database)) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      DatabaseSchema schema = new SchemaReader(connection).read();
      List<DumpedTable> counted = new ArrayList<>();
      for (DumpedTable table : schema.tables()) {
        counted.add(table.withRows(copy(table, copies, files, folder)));
      }
      DatabaseSchema whole = schema.with(counted);
      files.write(folder + SCHEMA, out -> out.write(mapper.writeValueAsBytes(whole)));
      connection.rollback();

      return whole;
    } catch (SQLException e) {
      throw Databases.failure("read database " + database, e);
    }
  }

  private static long copy(DumpedTable table, CopyManager copies, BackupFiles files, String folder)
      throws IOException {
    long[] rows = new long[1];
    files.write(
        folder + table.file(),
        out -> {
          try (OutputStream zipped = new GZIPOutputStream(out)) {
            rows[0] = copies.copyOut("COPY %s TO STDOUT".formatted(table.copied()), zipped);
          } catch (SQLException e) {
            throw Databases.failure("copy the rows of " + table.name(), e);
          }
        });

    return rows[0];
  }
}
