package io.freshet.catalog;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.RunningPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalog or its Postgres goes away and comes back. */
@FullOnly
class OutageIT {
  private static final TableIdentifier PINGS = TableIdentifier.of("raw", "pings");
  private static final String PINGS_PATH = "/v1/namespaces/raw/tables/pings";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private RunningPostgres postgres;
  private RunningCatalog catalog;
  private RESTCatalog client;

  @BeforeEach
  void startCatalog() {
    postgres = RunningPostgres.start(folder);
    catalog = RunningCatalog.start(postgres, folder);
    client = catalog.client();
    client.createNamespace(PINGS.namespace());
    client.createTable(PINGS, Commits.SCHEMA);
  }

  @AfterEach
  void stopCatalog() throws IOException {
    client.close();
    catalog.close();
    postgres.close();
  }

  @Test
  void keepsItsTablesOverARestart() {
    int port = catalog.port();
    Table held = client.loadTable(PINGS);
    catalog.close();

    catalog = RunningCatalog.start(postgres.port(), folder, new LocalFiles(), port);

    held.updateProperties().set("written", "after").commit();
    assertThat(client.loadTable(PINGS).properties()).containsEntry("written", "after");
  }

  @Test
  void saysThatPostgresIsAwayAndRecoversWithIt() {
    PlainHttp http = catalog.http();
    postgres.stop();

    await().atMost(LIMIT).until(() -> http.get("/health").statusCode() == 503);
    HttpResponse<String> read = http.get(PINGS_PATH);
    HttpResponse<String> commit =
        http.post(PINGS_PATH, Commits.json(Commits.setProperty(PINGS, "written", "after")));

    assertThat(read.statusCode()).isEqualTo(503);
    assertThat(read.body()).contains("ServiceUnavailableException");
    assertThat(commit.statusCode()).isEqualTo(503);
    assertThat(commit.headers().firstValue("Retry-After")).isPresent();

    postgres.startAgain();

    await().atMost(LIMIT).until(() -> http.get("/health").statusCode() == 200);
    assertThat(client.loadTable(PINGS).properties()).doesNotContainKey("written");
  }

  @Test
  void letsAClientCommitAcrossARestartOfPostgres() {
    Table table = client.loadTable(PINGS);
    postgres.stop();

    CompletableFuture<Void> append =
        CompletableFuture.runAsync(
            () -> table.newAppend().appendFile(Commits.file("only")).commit());
    await().atMost(LIMIT).until(() -> catalog.http().get("/health").statusCode() == 503);
    postgres.startAgain();

    assertThat(append).succeedsWithin(LIMIT);
    assertThat(client.loadTable(PINGS).currentSnapshot().summary())
        .containsEntry("total-data-files", "1");
  }

  @Test
  void reportsItsHealthWhileManyRequestsWaitForTheStore() {
    GatedFiles files = new GatedFiles();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (RunningCatalog waiting = RunningCatalog.start(postgres.port(), folder, files, 0)) {
      List<CompletableFuture<Integer>> loads =
          Stream.generate(() -> waiting.http())
              .limit(40)
              .map(http -> supplyAsync(() -> http.get(PINGS_PATH).statusCode(), threads))
              .toList();
      await().atMost(LIMIT).until(() -> files.waiting() == 16);

      assertThat(waiting.http().get("/health").statusCode()).isEqualTo(200);

      files.open();
      assertThat(loads).allSatisfy(load -> assertThat(load).succeedsWithin(LIMIT).isIn(200, 503));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void survivesManyRestartsOfConnections() {
    for (int i = 0; i < 3; i++) {
      postgres.stop();
      postgres.startAgain();

      assertThat(client.loadTable(PINGS).schema().columns()).hasSize(1);
    }
    assertThat(client.listNamespaces()).containsExactly(Namespace.of("raw"));
    assertThat(client.loadNamespaceMetadata(Namespace.of("raw"))).isNotEqualTo(Map.of());
  }
}
