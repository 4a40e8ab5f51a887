package io.freshet.testing.e2e;

import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.Settings;
import io.freshet.local.Modules;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.servers.ServerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database of orders that no other test uses, and the capture that makes its steps events. */
final class OrderDatabase implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final EmbeddedPlatform platform;
  private final String name;

  OrderDatabase(EmbeddedPlatform platform) {
    this.platform = platform;
    this.name = platform.uniqueName("orders");
  }

  /** What the order service must know of it. */
  Map<String, String> profile() {
    Map<String, String> profile = taken("postgres.url", "postgres.user", "postgres.password");
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
        taken(
            "kafka.bootstrap",
            "kafka.max-replicas",
            "registry.url",
            "capture.user",
            "capture.password");
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

  private Map<String, String> taken(String... keys) {
    Map<String, String> profile = new HashMap<>();
    for (String key : List.of(keys)) {
      profile.put(key, platform.settings().text(key));
    }

    return profile;
  }

  Connection connect() throws SQLException {
    Settings settings = platform.settings();

    return DriverManager.getConnection(
        url(), settings.text("capture.user"), settings.text("capture.password"));
  }

  private String url() {
    return platform.settings().text("capture.url").replaceFirst("/[^/]*$", "/" + name);
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
