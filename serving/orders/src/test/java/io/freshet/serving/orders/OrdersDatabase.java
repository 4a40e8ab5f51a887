package io.freshet.serving.orders;

import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database of one test's own, what servers must be told of it, and what is in it. */
final class OrdersDatabase {
  static final String TOKEN = "a-token-of-the-tests";

  private final Settings settings;
  private final String name;

  OrdersDatabase(EmbeddedPlatform platform) {
    this(platform.settings(), platform.uniqueName("orders"));
  }

  OrdersDatabase(Settings settings, String name) {
    this.settings = settings;
    this.name = name;
  }

  /** For a server on any port. */
  Map<String, String> profile() {
    Map<String, String> profile = new HashMap<>();
    for (String key : List.of("postgres.url", "postgres.user", "postgres.password")) {
      profile.put(key, settings.text(key));
    }
    profile.put("orders.database", name);
    profile.put("orders.token", TOKEN);
    profile.put("orders.port", "0");

    return profile;
  }

  Connection connect() throws SQLException {
    PostgresSettings postgres = PostgresSettings.from(Settings.of(profile()), "orders");

    return DriverManager.getConnection(
        postgres.databaseUrl(), postgres.user(), postgres.password());
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of all rows. */
  List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }

    return texts;
  }

  int count(String sql) throws SQLException {
    return Integer.parseInt(texts(sql).get(0));
  }
}
