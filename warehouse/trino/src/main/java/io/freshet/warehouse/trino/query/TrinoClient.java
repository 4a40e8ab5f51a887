package io.freshet.warehouse.trino.query;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Asks Trino over JDBC. The catalog is {@code lake}, so {@code raw.dasher_pings} is a table. */
public final class TrinoClient implements AutoCloseable {
  // Trino's codes: the user's errors from 0 on, then its own, of resources and of connectors.
  private static final int FIRST_ERROR_OF_ITS_OWN = 0x1_0000;

  // How the driver begins what the server says. Its own failures bear the code 0 of a user's error.
  private static final String ANSWERED = "Query failed (#";

  /** Bytes that a value counts for beside its text, be it null: thousands of columns cost, too. */
  private static final int BESIDE_TEXT = 20;

  private final String address;
  private final Connection connection;
  private volatile Statement running;
  private volatile boolean cancelled;
  private volatile QueryStats progress;

  private TrinoClient(String address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  /** As the user of the settings. */
  public static TrinoClient open(Settings settings) {
    return open(TrinoAccess.from(settings));
  }

  /** As somebody else. By HTTPS when the settings have a token, {@code trino.token}. */
  public static TrinoClient open(Settings settings, String user) {
    return open(TrinoAccess.from(settings, user));
  }

  /** As the access says. */
  public static TrinoClient open(TrinoAccess access) {
    return open(access, access.properties());
  }

  /**
   * The same for questions within limits, of which this takes over what Trino reads, and the time:
   * whatever is asked by this client ends, also {@link #groups}.
   *
   * @param limits those of the questions that will be asked
   */
  public static TrinoClient open(TrinoAccess access, QueryLimits limits) {
    return open(access, limited(access, limits));
  }

  /**
   * The same on behalf of somebody whom Trino does not know: what it tells of a query bears their
   * name as {@code clientInfo}. Their rights are those of the access.
   */
  public static TrinoClient openFor(String person, TrinoAccess access, QueryLimits limits) {
    Properties properties = limited(access, limits);
    // It becomes a header, which holds ASCII alone.
    properties.setProperty("clientInfo", "for " + person.replaceAll("[^ -~]", "?"));

    return open(access, properties);
  }

  private static Properties limited(TrinoAccess access, QueryLimits limits) {
    Properties properties = access.properties();
    properties.setProperty(
        "sessionProperties",
        "query_max_scan_physical_bytes:%dB;query_max_run_time:%ds"
            .formatted(limits.scanned(), limits.time().toSeconds()));

    return properties;
  }

  private static TrinoClient open(TrinoAccess access, Properties properties) {
    String address = access.address();
    try {
      return new TrinoClient(
          address, DriverManager.getConnection("jdbc:trino://" + address + "/lake", properties));
    } catch (SQLException e) {
      throw away(address, e);
    }
  }

  private static FreshetException away(String address, SQLException e) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "Trino at %s does not answer: %s; ./freshet status shows whether it runs, ./freshet up starts it"
            .formatted(address, e.getMessage()),
        e);
  }

  /**
   * A result with its column names; every value as {@link TrinoValues} makes it, null where it is
   * null.
   *
   * @param isWhole false when there is more than was asked for
   */
  public record Answer(List<String> columns, List<List<Object>> rows, boolean isWhole) {}

  /** The groups that Trino counts the user among: their role, and their teams. */
  public List<String> groups() {
    List<?> groups = (List<?>) ask("SELECT current_groups()").rows().get(0).get(0);

    return groups.stream().map(String::valueOf).toList();
  }

  /** The single number that the statement gives. */
  public long count(String sql) {
    return ((Number) ask(sql).rows().get(0).get(0)).longValue();
  }

  /** Runs one statement and takes all its rows: for those that can't be many. */
  public Answer ask(String sql) {
    return ask(sql, Integer.MAX_VALUE);
  }

  /**
   * Runs one statement.
   *
   * @param mostRows what comes after them is not fetched
   * @throws FreshetException with the caller's fault when Trino refuses the statement
   */
  public Answer ask(String sql, int mostRows) {
    return ask(sql, mostRows, Long.MAX_VALUE, Duration.ZERO);
  }

  /**
   * Runs one statement within limits.
   *
   * @throws FreshetException as {@link #ask(String, int)} does, also when Trino has stopped it
   */
  public Answer ask(String sql, QueryLimits limits) {
    return ask(sql, limits.rows(), limits.bytes(), limits.time());
  }

  /**
   * @param time zero where it may take as long as it likes
   */
  private Answer ask(String sql, int mostRows, long mostBytes, Duration time) {
    try (Statement statement = connection.createStatement()) {
      if (!time.isZero()) {
        statement.setQueryTimeout((int) time.toSeconds());
      }
      cancelled = false;
      progress = null;
      statement.unwrap(TrinoStatement.class).setProgressMonitor(stats -> progress = stats);
      running = statement;
      if (!statement.execute(sql)) {
        return new Answer(List.of("rows"), List.of(List.of(statement.getUpdateCount())), true);
      }
      try (ResultSet result = statement.getResultSet()) {
        return read(result, mostRows, mostBytes);
      }
    } catch (SQLException e) {
      if (cancelled) {
        throw new FreshetException(Fault.CALLER, "Stopped", e);
      }
      throw failure(e);
    } finally {
      running = null;
    }
  }

  /** What is done with each row of an answer. */
  public interface RowVisitor {
    void visit(ResultSet row) throws SQLException;
  }

  /**
   * Runs one statement and visits its rows as they come, however many.
   *
   * @throws FreshetException as {@link #ask} does
   */
  public void each(String sql, RowVisitor visitor) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        visitor.visit(result);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** How far the statement is that another thread is waiting for; empty while nothing is known. */
  public Optional<QueryStats> progress() {
    return Optional.ofNullable(running == null ? null : progress);
  }

  /** Stops the statement that another thread is waiting for, if there is one. */
  public void cancel() {
    Statement statement = running;
    if (statement != null) {
      cancelled = true;
      try {
        statement.cancel();
      } catch (SQLException e) {
        throw away(address, e);
      }
    }
  }

  /** Whose fault it is that a statement failed. */
  static FreshetException failure(SQLException failure) {
    String words = failure.getMessage();
    if (!words.startsWith(ANSWERED)) {
      return new FreshetException(
          Fault.DEPENDENCY,
          "Trino does not answer: %s; ./freshet up starts what has died of the embedded platform"
              .formatted(words),
          failure);
    }

    return failure.getErrorCode() < FIRST_ERROR_OF_ITS_OWN
        ? new RefusedStatementException(words, failure)
        : new FreshetException(
            Fault.DEPENDENCY, "Trino could not run the statement: " + words, failure);
  }

  private static Answer read(ResultSet result, int mostRows, long mostBytes) throws SQLException {
    ResultSetMetaData metadata = result.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int column = 1; column <= metadata.getColumnCount(); column++) {
      columns.add(metadata.getColumnLabel(column));
    }
    List<List<Object>> rows = new ArrayList<>();
    long bytes = 0;
    boolean more = result.next();
    for (; more && rows.size() < mostRows && bytes < mostBytes; more = result.next()) {
      List<Object> row = new ArrayList<>();
      for (int column = 1; column <= columns.size(); column++) {
        row.add(value(result, metadata, column));
      }
      rows.add(row);
      bytes += mostBytes == Long.MAX_VALUE ? 0 : length(row);
    }

    return new Answer(columns, rows, !more);
  }

  private static long length(List<Object> row) {
    return row.stream()
        .mapToLong(cell -> BESIDE_TEXT + (cell == null ? 0 : TrinoJson.text(cell).length()))
        .sum();
  }

  /** Times with a zone as Trino prints them: the driver's own type would lose the zone. */
  private static Object value(ResultSet result, ResultSetMetaData metadata, int column)
      throws SQLException {
    return metadata.getColumnType(column) == Types.TIMESTAMP_WITH_TIMEZONE
        ? result.getString(column)
        : TrinoValues.plain(result.getObject(column));
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw away(address, e);
    }
  }
}
