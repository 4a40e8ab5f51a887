package io.freshet.recovery.postgres;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.recovery.backup.BackupFiles;
import io.freshet.recovery.postgres.DatabaseSchema.DumpedTable;
import io.freshet.recovery.postgres.DatabaseSchema.Sequence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.postgresql.PGConnection;

/**
 * Puts a dumped database in the place of the one that is there, which is kept under another name:
 * {@link #load}, {@link #setAside}, {@link #putInPlace}. Until the last of them nothing of the dump
 * is seen by anybody.
 */
public final class DatabaseRestore {
  private static final String LOADING = "_restoring";

  private static final String PASS_OVER =
      """
      select setval(
        seqrelid::regclass,
        coalesce(pg_sequence_last_value(seqrelid), seqstart) + ? * seqincrement)
      from pg_sequence where seqrelid = ?::regclass""";

  private final Databases databases;

  public DatabaseRestore(Databases databases) {
    this.databases = databases;
  }

  /** What a dump holds. */
  public static DatabaseSchema schema(BackupFiles files, String folder) throws IOException {
    try (InputStream in = files.open(folder + DatabaseDump.SCHEMA)) {
      return new ObjectMapper().readValue(in, DatabaseSchema.class);
    }
  }

  /**
   * What is wrong with a dump: rows that are not as many or not as wide as its schema says. Empty
   * when nothing is.
   */
  public static List<String> faults(BackupFiles files, String folder) throws IOException {
    List<String> faults = new ArrayList<>();
    for (DumpedTable table : schema(files, folder).tables()) {
      long rows = 0;
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(files.open(folder + table.file())),
                  StandardCharsets.UTF_8))) {
        // COPY writes tabs and line ends that are part of a value as \t and \n.
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          rows++;
          long columns = line.chars().filter(character -> character == '\t').count() + 1;
          if (columns != Math.max(1, table.columns().size())) {
            faults.add(
                "%s%s: row %d has %d columns of %d"
                    .formatted(folder, table.file(), rows, columns, table.columns().size()));
            break;
          }
        }
      }
      if (rows != table.rows()) {
        faults.add("%s%s: %d rows of %d".formatted(folder, table.file(), rows, table.rows()));
      }
    }

    return faults;
  }

  /** Loads a dump beside the database that it belongs to; returns the name of where it is. */
  public String load(String database, BackupFiles files, String folder) throws IOException {
    DatabaseSchema schema = schema(files, folder);
    String loading = database + LOADING;
    databases.drop(loading); // of a restore that was killed
    databases.create(loading);
    try (Connection connection = databases.connect(loading)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        // A function may speak of a table that comes later.
        statement.execute("set check_function_bodies = off");
        execute(statement, schema.before());
        for (DumpedTable table : schema.tables()) {
          load(table, connection, files, folder);
        }
        execute(statement, schema.after());
      }
      for (Sequence sequence : schema.sequences()) {
        count(sequence, connection);
      }
      connection.commit();
    } catch (SQLException e) {
      throw Databases.failure("load the backup of database " + database, e);
    }

    return loading;
  }

  private static void execute(Statement statement, List<String> statements) throws SQLException {
    for (String each : statements) {
      statement.execute(each);
    }
  }

  private static void load(
      DumpedTable table, Connection connection, BackupFiles files, String folder)
      throws IOException, SQLException {
    try (InputStream rows = new GZIPInputStream(files.open(folder + table.file()))) {
      long loaded =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY %s FROM STDIN".formatted(table.copied()), rows);
      if (loaded != table.rows()) {
        throw new FreshetException(
            Fault.CALLER,
            "The backup of %s holds %d rows and says %d; verify it with ./freshet backup --verify"
                .formatted(table.name(), loaded, table.rows()));
      }
    }
  }

  private static void count(Sequence sequence, Connection connection) throws SQLException {
    try (PreparedStatement set = connection.prepareStatement("select setval(?::regclass, ?, ?)")) {
      set.setString(1, sequence.name());
      set.setLong(2, sequence.last());
      set.setBoolean(3, sequence.called());
      set.execute();
    }
  }

  /**
   * Lets a sequence of what was loaded go on far ahead of its backup. Numbers that it has handed
   * out since may stand where no backup reaches, such as in Kafka, and would mean two things.
   *
   * @param numbers that it leaves out
   * @return the last one of these
   */
  public long passOver(String loaded, String sequence, long numbers) {
    try (Connection connection = databases.connect(loaded);
        PreparedStatement set = connection.prepareStatement(PASS_OVER)) {
      set.setLong(1, numbers);
      set.setString(2, sequence);
      try (ResultSet row = set.executeQuery()) {
        row.next();

        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw Databases.failure("let %s of database %s go on".formatted(sequence, loaded), e);
    }
  }

  /**
   * Likewise where numbers are counted in the rows of a table.
   *
   * @param last the column of the last one that was handed out
   */
  public void passOverCounted(String loaded, String table, String last, long numbers) {
    try (Connection connection = databases.connect(loaded);
        PreparedStatement add =
            connection.prepareStatement("update %s set %s = %s + ?".formatted(table, last, last))) {
      add.setLong(1, numbers);
      add.execute();
    } catch (SQLException e) {
      throw Databases.failure("let %s of database %s go on".formatted(table, loaded), e);
    }
  }

  /**
   * Takes the database that is there out of the way, so that nobody writes to it any more.
   *
   * @param mark a part of the name that it is kept under
   * @return that name; empty when there was none
   */
  public Optional<String> setAside(String database, String mark) {
    if (!databases.names().contains(database)) {
      return Optional.empty();
    }
    String aside = "%s_before_%s".formatted(database, mark);
    databases.rename(database, aside);

    return Optional.of(aside);
  }

  /** Makes what was loaded the database. */
  public void putInPlace(String loaded, String database) {
    databases.rename(loaded, database);
  }

  /** Lets go of what was loaded. */
  public void discard(String loaded) {
    databases.drop(loaded);
  }
}
