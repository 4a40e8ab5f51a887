package io.freshet.bench.query;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Asks the bench's own Trino, and what each answer has cost. */
public final class Trino implements AutoCloseable {
  private static final double MILLIS = 1e3;
  private static final double NANOS = 1e9;

  private final Connection connection;

  private Trino(Connection connection) {
    this.connection = connection;
  }

  public static Trino open(Settings settings) {
    Properties properties = new Properties();
    properties.setProperty("user", settings.text("trino.user"));
    properties.setProperty("source", "freshet-bench");
    String address =
        "jdbc:trino://%s:%s/lake"
            .formatted(settings.text("trino.host"), settings.text("trino.port"));
    try {
      return new Trino(DriverManager.getConnection(address, properties));
    } catch (SQLException e) {
      throw failed(address, e);
    }
  }

  /**
   * An answer and its cost.
   *
   * @param wallSeconds until the last row had arrived here
   * @param cpuSeconds of Trino's workers
   * @param bytesRead from the object store
   */
  public record Answer(
      List<List<Object>> rows, double wallSeconds, double cpuSeconds, long bytesRead) {}

  public Answer ask(String sql) {
    QueryStats[] newest = new QueryStats[1];
    try (Statement statement = connection.createStatement()) {
      statement.unwrap(TrinoStatement.class).setProgressMonitor(stats -> newest[0] = stats);
      long begin = System.nanoTime();
      List<List<Object>> rows = statement.execute(sql) ? rows(statement.getResultSet()) : List.of();
      double seconds = (System.nanoTime() - begin) / NANOS;

      return new Answer(
          rows, seconds, newest[0].getCpuTimeMillis() / MILLIS, newest[0].getPhysicalInputBytes());
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** The one number that a statement gives. */
  public long number(String sql) {
    return Long.parseLong(ask(sql).rows().get(0).get(0).toString());
  }

  private static List<List<Object>> rows(ResultSet result) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      List<Object> row = new ArrayList<>();
      for (int column = 1; column <= columns; column++) {
        row.add(result.getString(column));
      }
      rows.add(row);
    }

    return rows;
  }

  private static FreshetException failed(String what, SQLException e) {
    return new FreshetException(
        Fault.DEPENDENCY, "Trino failed at %s: %s".formatted(what, e.getMessage()), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed("its end", e);
    }
  }
}
