package io.freshet.ingestion.capture;

import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.Settings;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * A shop's database with its orders, a log of their changes that a trigger keeps, and two contracts
 * that are captured from them: the latest rows, and all changes.
 */
final class Shop implements AutoCloseable {
  private static final String HEAP = "192m";

  private final EmbeddedPlatform platform;
  private final Path folder;
  private final Path contractsFolder;
  private final String database;
  private final String capture;
  private final String latest;
  private final String history;

  Shop(EmbeddedPlatform platform, Path folder) throws IOException {
    this.platform = platform;
    this.folder = folder;
    this.contractsFolder = Files.createDirectories(folder.resolve("contracts"));
    this.database = platform.uniqueName("shop");
    this.capture = platform.uniqueName("capture");
    this.latest = platform.uniqueName("orders");
    this.history = platform.uniqueName("order_changes");
  }

  /** With all that a capture needs. */
  void open() throws IOException, SQLException {
    try (Connection server = connect("postgres");
        Statement statement = server.createStatement()) {
      statement.execute("create database " + database);
    }
    execute(ShopTexts.TABLES);
    Files.writeString(contractsFolder.resolve(latest + ".yaml"), ShopTexts.latest(latest));
    Files.writeString(contractsFolder.resolve(history + ".yaml"), ShopTexts.history(history));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka().bootstrap()))) {
      StreamProvisioner provisioner = new StreamProvisioner(admin, registry(), kafka());
      Contracts contracts = contracts();
      List.of(latest(), history(), contracts.deadLetters()).forEach(provisioner::apply);
    }
  }

  ServerProcess start(Map<String, String> more) {
    Map<String, String> profile = new HashMap<>();
    Settings settings = platform.settings();
    for (String key : List.of("kafka.bootstrap", "kafka.max-replicas", "registry.url")) {
      profile.put(key, settings.text(key));
    }
    profile.put("contracts.path", contractsFolder.toString());
    profile.put("capture.url", url(database));
    profile.put("capture.user", settings.text("capture.user"));
    profile.put("capture.password", settings.text("capture.password"));
    profile.put("capture.name", capture);
    profile.put("capture.port", "0");
    profile.put("capture.heartbeat", "1s");
    profile.putAll(more);

    return ServerProcess.start(CaptureServer.class, HEAP, folder, profile);
  }

  String capture() {
    return capture;
  }

  boolean hasSlot() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select 1 from pg_replication_slots where slot_name = '%s'".formatted(capture))) {
      return row.next();
    }
  }

  String database() {
    return database;
  }

  Contracts contracts() {
    return Contracts.read(contractsFolder);
  }

  Contract latest() {
    return contracts().require(latest);
  }

  Contract history() {
    return contracts().require(history);
  }

  KafkaSettings kafka() {
    return KafkaSettings.from(platform.settings());
  }

  HttpSchemaRegistry registry() {
    return new HttpSchemaRegistry(RegistrySettings.from(platform.settings()));
  }

  Connection connect() throws SQLException {
    return connect(database);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect(String name) throws SQLException {
    Settings settings = platform.settings();

    return DriverManager.getConnection(
        url(name), settings.text("capture.user"), settings.text("capture.password"));
  }

  private String url(String name) {
    return platform.settings().text("capture.url").replaceFirst("/[^/]*$", "/" + name);
  }

  /** Otherwise Postgres would keep its log for nobody, and runs out of slots. */
  @Override
  public void close() {
    // What was just killed may still be reading.
    await().ignoreExceptions().until(this::dropSlot);
  }

  private boolean dropSlot() throws SQLException {
    execute(
        "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '%s'"
            .formatted(capture));

    return true;
  }
}
