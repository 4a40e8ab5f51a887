package io.freshet.catalog;

import io.freshet.catalog.http.CatalogDoor;
import io.freshet.catalog.postgres.PostgresCatalog;
import io.freshet.catalog.protocol.Locations;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpSettings;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.testing.servers.RunningPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.RESTCatalog;

/** The catalog in this process, asked over real HTTP, with its files in a folder. */
final class RunningCatalog implements AutoCloseable {
  static final String TOKEN = "a-token-that-only-tests-use";

  static final int MAX_REQUEST_BYTES = 1024 * 1024;

  private final PostgresCatalog postgres;
  private final HttpDoor door;

  private RunningCatalog(PostgresCatalog postgres, HttpDoor door) {
    this.postgres = postgres;
    this.door = door;
  }

  static RunningCatalog start(RunningPostgres database, Path folder) {
    return start(database.port(), folder, new LocalFiles(), 0);
  }

  static RunningCatalog start(int postgresPort, Path folder, FileIO files, int port) {
    // Iceberg's compatibility kit puts tables beside the warehouse, and views beside that.
    Locations locations =
        new Locations(
            "file://" + folder.resolve("warehouse"),
            List.of("file://" + folder, "file:" + folder.getParent()));
    PostgresCatalog postgres =
        PostgresCatalog.open(
            new PostgresSettings(
                "catalog",
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgresPort),
                "postgres",
                "postgres",
                "catalog",
                Duration.ofSeconds(20)),
            locations.confine(files),
            "file://" + folder.resolve("warehouse"));
    HttpSettings http = new HttpSettings("catalog", "127.0.0.1", port, TOKEN);

    return new RunningCatalog(
        postgres,
        CatalogDoor.open(
            http, MAX_REQUEST_BYTES, postgres, locations, Map.of("s3.endpoint", "http://files")));
  }

  int port() {
    return door.port();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  PlainHttp http() {
    return new PlainHttp(url());
  }

  RESTCatalog client() {
    return client(Map.of());
  }

  /** Iceberg's own client. */
  RESTCatalog client(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>();
    all.put("uri", url());
    all.put("token", TOKEN);
    all.put("io-impl", LocalFiles.class.getName());
    all.putAll(properties);
    RESTCatalog client = new RESTCatalog();
    client.initialize("test", all);

    return client;
  }

  @Override
  public void close() {
    door.close();
    postgres.close();
  }
}
