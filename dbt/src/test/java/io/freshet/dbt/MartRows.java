package io.freshet.dbt;

import io.freshet.core.toolkit.Settings;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;

/** Rows as Trino has them, in a form that can be compared with others'. */
final class MartRows implements AutoCloseable {
  private final Connection connection;

  MartRows(Settings settings) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.text("trino.user", "freshet"));
    this.connection =
        DriverManager.getConnection(
            "jdbc:trino://%s:%s/lake"
                .formatted(settings.text("trino.host"), settings.text("trino.port")),
            properties);
  }

  /** One line a row, sorted. */
  List<String> of(String query) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<Object> values = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          values.add(result.getObject(column));
        }
        lines.add(line(values.toArray()));
      }
    }

    return lines.stream().sorted().toList();
  }

  /** Fractions have six digits. */
  static String line(Object... values) {
    return Arrays.stream(values).map(MartRows::text).collect(Collectors.joining("|"));
  }

  private static String text(Object value) {
    if (value == null) {
      return "-";
    }

    return value instanceof Double || value instanceof BigDecimal
        ? String.format(Locale.ROOT, "%.6f", ((Number) value).doubleValue())
        : value.toString();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
