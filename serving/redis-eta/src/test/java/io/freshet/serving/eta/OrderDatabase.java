package io.freshet.serving.eta;

import io.freshet.core.toolkit.Settings;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database with the order service's tables, and orders in it. */
final class OrderDatabase implements AutoCloseable {
  private static final Path TABLES =
      Path.of("..", "orders", "src/main/resources/io/freshet/serving/orders/store/V1__orders.sql");

  private static final String PLACES = "37.77, -122.42, 37.78, -122.41";

  private final Settings settings;
  private final String name;
  private final Connection connection;

  OrderDatabase(EmbeddedPlatform platform) throws SQLException, IOException {
    this.settings = platform.settings();
    this.name = platform.uniqueName("orders");
    try (Connection shared = connect(settings.text("postgres.url"));
        Statement statement = shared.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    this.connection = connect(settings.text("postgres.url").replaceFirst("/[^/]*$", "/" + name));
    execute(Files.readString(TABLES));
  }

  /** What the process must know of it. */
  Map<String, String> profile() {
    Map<String, String> profile = new HashMap<>(Map.of("orders.database", name));
    for (String key : List.of("postgres.url", "postgres.user", "postgres.password")) {
      profile.put(key, settings.text(key));
    }

    return profile;
  }

  /** An order as it is after its newest step, which is the only one that is kept. */
  void insert(String market, long order, int version, String state) throws SQLException {
    execute(
        """
        INSERT INTO orders VALUES (
          %d, %d, '%s', '%s', 'ready', NULL, 1, 2, %s, 1000, 'USD', NULL, now(), now(), '%s', 'hash')"""
            .formatted(order, version, market, state, PLACES, market + order));
    execute(
        """
        INSERT INTO order_steps VALUES (
          '%s', %d, %d, '%s', now(), NULL, 1, 2, %s, 1000, 'USD', NULL, false,
          now(), 'ops', 'anna', NULL, NULL, 'key', 'hash')"""
            .formatted(market, order, version, state, PLACES));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(
        url, settings.text("postgres.user"), settings.text("postgres.password"));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
