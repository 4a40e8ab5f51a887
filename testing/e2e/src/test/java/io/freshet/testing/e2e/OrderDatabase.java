package io.freshet.testing.e2e;

import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.Settings;
import io.freshet.local.Modules;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.servers.ServerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A database of orders that no other test uses, and the capture that makes its steps events. */
final class OrderDatabase implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** A step as the database has it, in the form in which events are told here. */
  private static final String STEPS =
      """
      select order_id,
        concat_ws(' ', order_version, state, market, coalesce(dasher_id::text, '-'),
          (extract(epoch from event_time) * 1000000)::bigint, restaurant_id, customer_id,
          pickup_latitude, pickup_longitude, dropoff_latitude, dropoff_longitude,
          subtotal_minor, currency, coalesce(reason, '-'), synthetic)
      from order_steps order by order_id, order_version\
      """;

  private final EmbeddedPlatform platform;
  private final Settings postgres;
  private final String name;

  /** In the Postgres of the platform. */
  OrderDatabase(EmbeddedPlatform platform) {
    this(platform, platform.settings());
  }

  /**
   * In another one.
   *
   * @param postgres its {@code postgres.} for the service, its {@code capture.} for the capture
   */
  OrderDatabase(EmbeddedPlatform platform, Settings postgres) {
    this.platform = platform;
    this.postgres = postgres;
    this.name = platform.uniqueName("orders");
  }

  /** Of the capture's slot, too. */
  String name() {
    return name;
  }

  /** What the order service must know of it. */
  Map<String, String> profile() {
    Map<String, String> profile =
        taken(postgres, "postgres.url", "postgres.user", "postgres.password");
    profile.put("orders.database", name);

    return profile;
  }

  /**
   * Starts the capture and does not wait.
   *
   * @param folder for logs and profiles
   * @param contracts where the contract lies that is captured from here
   */
  ServerProcess capture(Path folder, Path contracts) {
    Map<String, String> profile =
        taken(platform.settings(), "kafka.bootstrap", "kafka.max-replicas", "registry.url");
    profile.putAll(taken(postgres, "capture.user", "capture.password"));
    profile.put("contracts.path", contracts.toString());
    profile.put("capture.url", url());
    profile.put("capture.name", name);
    profile.put("capture.port", "0");
    profile.put("capture.batch-size", "50");

    return ServerProcess.start(
        "io.freshet.ingestion.capture.CaptureServer",
        Modules.around(Path.of(""), System.getenv()).classPath("ingestion/change-capture"),
        "192m",
        folder,
        profile);
  }

  private static Map<String, String> taken(Settings settings, String... keys) {
    Map<String, String> profile = new HashMap<>();
    for (String key : List.of(keys)) {
      profile.put(key, settings.text(key));
    }

    return profile;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        url(), postgres.text("capture.user"), postgres.text("capture.password"));
  }

  /** All steps by order, in the order of their versions. */
  Map<Long, List<String>> steps() throws SQLException {
    Map<Long, List<String>> steps = new TreeMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(STEPS)) {
      while (row.next()) {
        steps.computeIfAbsent(row.getLong(1), order -> new ArrayList<>()).add(row.getString(2));
      }
    }

    return steps;
  }

  private String url() {
    return postgres.text("capture.url").replaceFirst("/[^/]*$", "/" + name);
  }

  /** Lets Postgres forget how far the capture was; nobody may capture any more. */
  @Override
  public void close() {
    await().atMost(PATIENCE).ignoreExceptions().until(this::dropSlot);
  }

  private boolean dropSlot() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '%s'"
              .formatted(name));
    }

    return true;
  }
}
