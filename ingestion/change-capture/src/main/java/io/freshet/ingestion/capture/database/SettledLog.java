package io.freshet.ingestion.capture.database;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * What of Postgres's log stays though the server is lost. Whoever reads changes is told of a commit
 * before its copies have it, also before it is answered; so what was told waits here until Postgres
 * would have answered. One connection, to be opened before changes are read: it ends with the
 * server that tells of them. Not thread-safe.
 */
public final class SettledLog implements AutoCloseable {
  /** No name that we read messages by: nobody is told of it. */
  private static final String WAITING = "select pg_logical_emit_message(true, 'copies', '')::text";

  private static final String STATE =
      "select current_setting('synchronous_standby_names'), pg_current_wal_flush_lsn()::text";

  /** Shorter than the connection's own: a wait that nobody ends would keep its backend for ever. */
  private static final Duration COPIES_WITHIN = Duration.ofSeconds(20);

  private final Database database;
  private final Connection connection;
  private final int timeline;

  private SettledLog(Database database, Connection connection, int timeline) {
    this.database = database;
    this.connection = connection;
    this.timeline = timeline;
  }

  /**
   * Opens it.
   *
   * @param timeline the server's, as it was learnt before
   * @throws FreshetException {@code DEPENDENCY} when it is another server's by now
   */
  public static SettledLog open(Database database, int timeline) {
    Connection connection = database.connect("watch the log");
    SettledLog log = new SettledLog(database, connection, timeline);
    try {
      log.begin();

      return log;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private void begin() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set synchronous_commit = on");
      int now = Timelines.number(statement);
      if (now != timeline) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "%s has failed over from timeline %d to %d meanwhile"
                .formatted(database.address(), timeline, now));
      }
    } catch (SQLException e) {
      throw database.failure("watch the log", e);
    }
  }

  /**
   * A place behind all that was told so far, which the synchronous copies have, if there are some.
   *
   * @throws FreshetException {@code DEPENDENCY} when they don't have it soon, {@code CALLER} when
   *     nobody can know which those are
   */
  public LogPlace place() {
    try (Statement statement = connection.createStatement()) {
      String names;
      long flushed;
      try (ResultSet row = statement.executeQuery(STATE)) {
        row.next();
        names = row.getString(1);
        flushed = Lsn.parse(row.getString(2));
      }
      requireNames(names);

      return new LogPlace(timeline, names.isBlank() ? flushed : afterCopies(statement));
    } catch (SQLException e) {
      throw database.failure("wait for the copies", e);
    }
  }

  /**
   * A commit of our own is answered when the copies have it, and so all before. When it takes too
   * long it is answered as well, with a warning.
   */
  private long afterCopies(Statement statement) throws SQLException {
    statement.setQueryTimeout(Math.toIntExact(COPIES_WITHIN.toSeconds()));
    try (ResultSet row = statement.executeQuery(WAITING)) {
      row.next();
      long place = Lsn.parse(row.getString(1));
      SQLWarning warning = statement.getWarnings();
      if (warning != null) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "The copies of %s were not waited for: %s"
                .formatted(database.address(), Database.oneLine(warning)));
      }

      return place;
    }
  }

  private void requireNames(String names) {
    if (isForAnyone(names)) {
      throw new FreshetException(
          Fault.CALLER,
          ("synchronous_standby_names of %s is '%s', and * stands for this capture, too: commits"
                  + " would be answered that no copy has. Name the copies, such as 'ANY 1 (a, b)'")
              .formatted(database.address(), names));
    }
  }

  /** Whether one of the names is {@code *}, which means the same in quotes. */
  static boolean isForAnyone(String names) {
    return List.of(names.split("[\\s,()\"]+", -1)).contains("*");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException ended) {
      // The server is gone, and the connection with it.
    }
  }
}
