package io.freshet.catalog;

import io.freshet.catalog.access.Access;
import io.freshet.catalog.access.AccessLog;
import io.freshet.catalog.access.AccessTokens;
import io.freshet.catalog.access.Clients;
import io.freshet.catalog.http.CatalogDoor;
import io.freshet.catalog.postgres.PostgresCatalog;
import io.freshet.catalog.protocol.CatalogProtocol;
import io.freshet.catalog.protocol.Json;
import io.freshet.catalog.protocol.Locations;
import io.freshet.core.server.http.BearerToken;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.testing.servers.RunningPostgres;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.RESTCatalog;

/** The catalog in this process, asked over real HTTP, with its files in a folder. */
final class RunningCatalog implements AutoCloseable {
  static final String TOKEN = "a-token-that-only-tests-use";

  static final Duration TOKEN_LIFE = Duration.ofMinutes(1);

  private static final String SECRET = "a-secret-to-sign-tokens-that-only-tests-use";

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
    return start(postgresPort, folder, files, port, Clients.none());
  }

  /** One that its clients may log in to, besides those who have the token. */
  static RunningCatalog start(RunningPostgres database, Path folder, Clients clients) {
    return start(database.port(), folder, new LocalFiles(), 0, clients);
  }

  private static RunningCatalog start(
      int postgresPort, Path folder, FileIO files, int port, Clients clients) {
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
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    AccessLog log = new AccessLog(metrics, System::nanoTime);
    Access access =
        new Access(
            Optional.of(new BearerToken(TOKEN)),
            clients,
            Optional.of(clients)
                .filter(some -> !some.names().isEmpty())
                .map(some -> AccessTokens.signedWith(SECRET, TOKEN_LIFE, InstantSource.system())),
            Optional.empty());

    return new RunningCatalog(
        postgres,
        CatalogDoor.open(
            new HttpAddress("catalog", "127.0.0.1", port),
            MAX_REQUEST_BYTES,
            access,
            new CatalogProtocol(
                postgres,
                new Json(),
                locations,
                Map.of("s3.endpoint", "http://files"),
                Optional.empty(),
                log),
            postgres,
            new CatalogDoor.Observed(log, metrics)));
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
    if (!properties.containsKey("credential")) {
      all.put("token", TOKEN);
    }
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
