package io.freshet.warehouse.trino;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Asks a real Trino as one user or another; each row is its cells as text with bars between. */
final class TrinoUsers {
  private final Settings settings;

  TrinoUsers(Settings settings) {
    this.settings = settings;
  }

  List<String> ask(String user, String sql) {
    try (Connection connection = connect(user)) {
      return rows(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Over TLS, as a laptop does. */
  List<String> askWithToken(String user, String token, String sql) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("accessToken", token);
    properties.setProperty("SSL", "true");
    properties.setProperty("SSLTrustStorePath", settings.text("trino.certificate"));
    String url = "jdbc:trino://127.0.0.1:%s/lake".formatted(settings.text("trino.https-port"));
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      return rows(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  void execute(String user, String sql) {
    try (Connection connection = connect(user);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  void refused(String user, String sql) {
    assertThatThrownBy(() -> ask(user, sql))
        .as("%s: %s", user, sql)
        .hasMessageContaining("Access Denied");
  }

  private Connection connect(String user) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);

    return DriverManager.getConnection(
        "jdbc:trino://127.0.0.1:%s/lake".formatted(settings.text("trino.port")), properties);
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          cells.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join("|", cells));
      }

      return rows;
    }
  }
}
