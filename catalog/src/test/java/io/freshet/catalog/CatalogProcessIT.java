package io.freshet.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.servers.RunningPostgres;
import io.freshet.testing.servers.ServerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogProcessIT {
  private static final TableIdentifier PINGS = TableIdentifier.of("raw", "pings");
  private static final int TERMINATED = 128 + 15;

  @TempDir private static Path folder;
  private static RunningPostgres postgres;
  private static FakeS3 s3;

  @BeforeAll
  static void startStores() {
    postgres = RunningPostgres.start(folder);
    s3 = FakeS3.start();
  }

  @AfterAll
  static void stopStores() {
    s3.close();
    postgres.close();
  }

  @Test
  void keepsItsTablesInPostgresAndS3() throws IOException {
    try (ServerProcess first = ServerProcess.start(CatalogServer.class, "256m", folder, profile());
        RESTCatalog client = client(first.url())) {
      client.createNamespace(PINGS.namespace());
      client.createTable(PINGS, Commits.SCHEMA);
      client.loadTable(PINGS).updateProperties().set("owner", "first").commit();

      assertThat(first.terminate()).isEqualTo(TERMINATED);
      assertThat(first.lines().get(first.lines().size() - 1)).endsWith("Catalog stopped");
    }

    try (ServerProcess second =
            ServerProcess.start(CatalogServer.class, "256m", folder, profile());
        RESTCatalog client = client(second.url())) {
      assertThat(client.loadTable(PINGS).properties()).containsEntry("owner", "first");
      assertThat(s3.paths())
          .hasSize(2)
          .allMatch(path -> path.startsWith("/lake/warehouse/raw/pings-"))
          .allMatch(path -> path.endsWith(".metadata.json"));

      client.dropTable(PINGS, true);

      assertThat(s3.paths()).isEmpty();
    }
  }

  @Test
  void keepsSecretsToItself() {
    Map<String, String> profile = profile();
    profile.computeIfPresent("postgres.url", (key, url) -> url + "?password=a-password-in-a-url");

    try (ServerProcess process =
        ServerProcess.start(CatalogServer.class, "256m", folder, profile)) {
      String config = new PlainHttp(process.url()).get("/v1/config").body();

      assertThat(config).contains("\"s3.endpoint\":\"" + s3.url() + '"');
      assertThat(config + process.log())
          .doesNotContain(
              RunningCatalog.TOKEN,
              "an-access-key",
              "a-secret-key",
              "a-postgres-password",
              "a-password-in-a-url");
    }
  }

  @Test
  void saysInOneLineThatPostgresIsAway() throws IOException {
    Map<String, String> profile = profile();
    int nobody = portOfNobody();
    profile.put("postgres.url", "jdbc:postgresql://127.0.0.1:%d/orders".formatted(nobody));
    profile.put("catalog.start-timeout", "1s");

    try (ServerProcess process =
        ServerProcess.start(CatalogServer.class, "256m", folder, profile)) {
      assertThat(process.exitCode()).isEqualTo(75);
      assertThat(process.lines())
          .hasSize(2)
          .last()
          .asString()
          .startsWith(
              "Postgres does not answer at jdbc:postgresql://127.0.0.1:%d/catalog as postgres"
                  .formatted(nobody));
    }
  }

  @Test
  void saysInOneLineWhatIsWrongWithASetting() {
    Map<String, String> profile = profile();
    profile.put("catalog.port", "70000");

    try (ServerProcess process =
        ServerProcess.start(CatalogServer.class, "256m", folder, profile)) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.lines())
          .containsExactly("catalog.port is 70000; it must be between 0 and 65535");
    }
  }

  @Test
  void saysInOneLineThatItsPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      Map<String, String> profile = profile();
      profile.put("catalog.port", Integer.toString(taken.getLocalPort()));

      try (ServerProcess process =
          ServerProcess.start(CatalogServer.class, "256m", folder, profile)) {
        assertThat(process.exitCode()).isEqualTo(2);
        assertThat(process.lines())
            .hasSizeLessThanOrEqualTo(3)
            .last()
            .asString()
            .startsWith("Cannot listen on 127.0.0.1:%d: ".formatted(taken.getLocalPort()));
      }
    }
  }

  private static Map<String, String> profile() {
    Map<String, String> profile = new HashMap<>();
    profile.put("catalog.uri", "http://127.0.0.1:1");
    profile.put("catalog.port", "0");
    profile.put("catalog.token", RunningCatalog.TOKEN);
    profile.put("catalog.warehouse", "s3://lake/warehouse");
    profile.put("s3.endpoint", s3.url());
    profile.put("s3.region", "us-east-1");
    profile.put("s3.access-key", "an-access-key");
    profile.put("s3.secret-key", "a-secret-key");
    profile.put("s3.path-style-access", "true");
    profile.put(
        "postgres.url", "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.port()));
    profile.put("postgres.user", "postgres");
    profile.put("postgres.password", "a-postgres-password");

    return profile;
  }

  private static RESTCatalog client(String url) {
    RESTCatalog client = new RESTCatalog();
    client.initialize(
        "test",
        Map.of("uri", url, "token", RunningCatalog.TOKEN, "io-impl", LocalFiles.class.getName()));

    return client;
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
