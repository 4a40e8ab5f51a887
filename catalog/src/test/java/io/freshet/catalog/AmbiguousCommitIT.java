package io.freshet.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.servers.RunningPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Postgres has done what it was told, but its answer is lost. */
class AmbiguousCommitIT {
  private static final Namespace RAW = Namespace.of("raw");
  private static final String UPDATE = "UPDATE iceberg_tables";

  @TempDir private static Path folder;
  private static RunningPostgres postgres;
  private static CuttingProxy proxy;
  private static RunningCatalog catalog;
  private static RESTCatalog client;

  @BeforeAll
  static void startCatalog() {
    postgres = RunningPostgres.start(folder);
    proxy = new CuttingProxy(postgres.port());
    catalog = RunningCatalog.start(proxy.port(), folder, new LocalFiles(), 0);
    client = catalog.client();
    client.createNamespace(RAW);
  }

  @AfterAll
  static void stopCatalog() throws IOException {
    client.close();
    catalog.close();
    proxy.close();
    postgres.close();
  }

  @Test
  void neverCallsACommitFailedThatHasLanded() {
    TableIdentifier table = TableIdentifier.of(RAW, "landed");
    client.createTable(table, Commits.SCHEMA);
    proxy.cutAnswerTo(UPDATE);

    HttpResponse<String> response =
        catalog
            .http()
            .post("/v1/namespaces/raw/tables/landed", Commits.json(Commits.addColumn(table, "c")));

    assertThat(proxy.hasCut()).isTrue();
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("\"type\":\"CommitStateUnknownException\"");
    assertThat(client.loadTable(table).schema().columns()).hasSize(2);
  }

  @Test
  void letsTheClientFindItsAppendInTheTable() {
    TableIdentifier name = TableIdentifier.of(RAW, "appended");
    Table table = client.createTable(name, Commits.SCHEMA);
    proxy.cutAnswerTo(UPDATE);

    table.newAppend().appendFile(Commits.file("only")).commit();

    assertThat(proxy.hasCut()).isTrue();
    Table loaded = client.loadTable(name);
    assertThat(loaded.snapshots()).hasSize(1);
    assertThat(loaded.currentSnapshot().summary()).containsEntry("total-data-files", "1");
    assertThat(loaded.currentSnapshot().allManifests(loaded.io()))
        .allMatch(manifest -> loaded.io().newInputFile(manifest.path()).exists());
  }

  @Test
  void neverCallsACommitOfSeveralTablesFailedThatHasLanded() {
    TableIdentifier table = TableIdentifier.of(RAW, "landed_together");
    client.createTable(table, Commits.SCHEMA);
    proxy.cutAnswerTo("COMMIT");

    HttpResponse<String> response =
        catalog
            .http()
            .post(
                "/v1/transactions/commit",
                Commits.json(List.of(Commits.setProperty(table, "landed", "yes"))));

    assertThat(proxy.hasCut()).isTrue();
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("\"type\":\"CommitStateUnknownException\"");
    assertThat(client.loadTable(table).properties()).containsEntry("landed", "yes");
  }

  @Test
  void doesNotAskTheClientToRepeatACreationThatHasLanded() {
    proxy.cutAnswerTo("INSERT INTO iceberg_namespace_properties");

    HttpResponse<String> response =
        catalog.http().post("/v1/namespaces", "{\"namespace\":[\"made\"]}");

    assertThat(proxy.hasCut()).isTrue();
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().map()).doesNotContainKey("retry-after");
    assertThat(client.namespaceExists(Namespace.of("made"))).isTrue();
  }
}
