package io.freshet.warehouse.snowflake.account;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.snowflake.SnowflakeSettings;
import io.freshet.warehouse.snowflake.SnowflakeSettings.Login;
import io.freshet.warehouse.snowflake.script.LakeObjects;
import io.freshet.warehouse.snowflake.script.Sql;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A session with an account, over Snowflake's own driver. Not thread-safe. */
public final class SnowflakeAccount implements AutoCloseable {
  private static final String LOGIN_SECONDS = "30";

  /** Held on to, or its level would be forgotten. The driver logs whatever it throws as well. */
  private static final Logger DRIVER_LOG = Logger.getLogger("net.snowflake");

  static {
    DRIVER_LOG.setLevel(Level.OFF);
  }

  private final Connection connection;
  private final SnowflakeSettings settings;
  private final Map<String, String> environment;

  private SnowflakeAccount(
      Connection connection, SnowflakeSettings settings, Map<String, String> environment) {
    this.connection = connection;
    this.settings = settings;
    this.environment = Map.copyOf(environment);
  }

  /**
   * @param environment where secrets are, under the names that the settings give
   */
  public static SnowflakeAccount open(SnowflakeSettings settings, Map<String, String> environment) {
    Login login = settings.requireLogin();
    try {
      return new SnowflakeAccount(
          DriverManager.getConnection(url(login), properties(settings, environment)),
          settings,
          environment);
    } catch (SQLException e) {
      throw SnowflakeFailures.connecting(login.url(), login.user(), e);
    }
  }

  private static String url(Login login) {
    URI url = URI.create(login.url());
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();

    return url.getScheme().equals("http")
        ? "jdbc:snowflake://http://%s%s/".formatted(url.getHost(), port)
        : "jdbc:snowflake://%s%s/".formatted(url.getHost(), port);
  }

  private static Properties properties(
      SnowflakeSettings settings, Map<String, String> environment) {
    Login login = settings.requireLogin();
    Properties properties = new Properties();
    properties.put("user", login.user());
    properties.put("loginTimeout", LOGIN_SECONDS);
    properties.put("application", "freshet");
    login.role().ifPresent(role -> properties.put("role", role));
    settings.warehouse().ifPresent(warehouse -> properties.put("warehouse", warehouse));
    login.privateKeyFile().ifPresent(file -> properties.put("private_key_file", file.toString()));
    login
        .tokenVariable()
        .ifPresent(
            variable -> {
              properties.put("authenticator", "PROGRAMMATIC_ACCESS_TOKEN");
              properties.put("token", secret(variable, "Snowflake's access token", environment));
            });
    if (settings.emulator()) {
      properties.put("account", "emulator");
      properties.put("password", "emulator");
    }
    if (login.url().startsWith("http:")) {
      properties.put("ssl", "off");
    }

    return properties;
  }

  private static String secret(String variable, String what, Map<String, String> environment) {
    String value = environment.get(variable);
    if (value == null || value.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "The environment variable %s is not set; it must hold %s".formatted(variable, what));
    }

    return value;
  }

  /** The emulator takes descriptions of columns and drops them. */
  TableColumns.Descriptions descriptions() {
    return settings.emulator()
        ? TableColumns.Descriptions.FORGOTTEN
        : TableColumns.Descriptions.KEPT;
  }

  /** Who runs statements, for messages. */
  String role() {
    return settings.requireLogin().role().orElse("of " + settings.requireLogin().user());
  }

  /** Runs one statement, with its secrets filled in. */
  void run(String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute(filled(sql));
    }
  }

  private String filled(String sql) {
    if (!sql.contains(LakeObjects.CATALOG_TOKEN)) {
      return sql;
    }
    String quoted =
        Sql.text(
            secret(
                settings.lake().catalogTokenVariable(),
                "the bearer token by which Snowflake asks the catalog",
                environment));

    return sql.replace("'" + LakeObjects.CATALOG_TOKEN + "'", quoted);
  }

  /** Rows of a question, by the lower-case names of their columns; null where SQL has NULL. */
  List<Map<String, String>> ask(String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      ResultSetMetaData columns = rows.getMetaData();
      List<Map<String, String>> answer = new ArrayList<>();
      while (rows.next()) {
        Map<String, String> row = new HashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), rows.getString(i));
        }
        answer.add(row);
      }

      return answer;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
