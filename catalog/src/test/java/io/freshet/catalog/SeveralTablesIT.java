package io.freshet.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.servers.RunningPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.BaseTransaction;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits of several tables become visible together or not at all. */
class SeveralTablesIT {
  private static final Namespace RAW = Namespace.of("raw");
  private static final TableIdentifier FIRST = TableIdentifier.of(RAW, "first");
  private static final TableIdentifier SECOND = TableIdentifier.of(RAW, "second");

  @TempDir private static Path folder;
  private static RunningPostgres postgres;
  private static RunningCatalog catalog;
  private static RESTCatalog client;

  @BeforeAll
  static void startCatalog() {
    postgres = RunningPostgres.start(folder);
    catalog = RunningCatalog.start(postgres, folder);
    client = catalog.client();
  }

  @AfterAll
  static void stopCatalog() throws IOException {
    client.close();
    catalog.close();
    postgres.close();
  }

  @BeforeEach
  void createTables() {
    client.createNamespace(RAW);
    client.createTable(FIRST, Commits.SCHEMA);
    client.createTable(SECOND, Commits.SCHEMA);
  }

  @AfterEach
  void emptyCatalog() {
    CompatibilityKit.empty(client);
  }

  @Test
  void changesAllTables() {
    HttpResponse<String> response =
        commit(Commits.addColumn(FIRST, "note"), Commits.addColumn(SECOND, "note"));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(columns(FIRST)).isEqualTo(2);
    assertThat(columns(SECOND)).isEqualTo(2);
  }

  @Test
  void changesNoTableWhenOneRequirementFails() {
    commit(Commits.addColumn(SECOND, "earlier"));

    HttpResponse<String> response =
        commit(Commits.addColumn(FIRST, "note"), Commits.addColumn(SECOND, "note"));

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("CommitFailedException");
    assertThat(columns(FIRST)).isEqualTo(1);
  }

  @Test
  void changesNoTableWhenOneDoesNotExist() {
    HttpResponse<String> response =
        commit(
            Commits.addColumn(FIRST, "note"),
            Commits.addColumn(TableIdentifier.of(RAW, "unknown"), "note"));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(columns(FIRST)).isEqualTo(1);
  }

  @Test
  void keepsWhatAnotherWriterCommitsMeanwhile() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CyclicBarrier start = new CyclicBarrier(2);
    try {
      Future<?> forwards = threads.submit(() -> setProperties(start, "forwards", FIRST, SECOND));
      Future<?> backwards = threads.submit(() -> setProperties(start, "backwards", SECOND, FIRST));
      forwards.get();
      backwards.get();
    } finally {
      threads.shutdownNow();
    }

    for (TableIdentifier table : List.of(FIRST, SECOND)) {
      assertThat(client.loadTable(table).properties())
          .containsEntry("forwards", "9")
          .containsEntry("backwards", "9");
    }
  }

  @Test
  void takesACommitOfIcebergsClient() {
    List<TableCommit> commits =
        List.of(FIRST, SECOND).stream().map(SeveralTablesIT::appendOneFile).toList();

    client.commitTransaction(commits);

    assertThat(client.loadTable(FIRST).properties()).containsEntry("by", "client");
    assertThat(client.loadTable(SECOND).properties()).containsEntry("by", "client");
  }

  @Test
  void wantsTheNameOfEveryTable() {
    HttpResponse<String> response = commit(Commits.setProperty(null, "a", "b"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("table identifier is required");
  }

  private static Object setProperties(
      CyclicBarrier start, String key, TableIdentifier one, TableIdentifier other)
      throws Exception {
    start.await();
    for (int i = 0; i < 10; i++) {
      String value = Integer.toString(i);
      HttpResponse<String> response =
          commit(Commits.setProperty(one, key, value), Commits.setProperty(other, key, value));
      assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }

    return null;
  }

  private static TableCommit appendOneFile(TableIdentifier name) {
    var transaction = client.loadTable(name).newTransaction();
    transaction.updateProperties().set("by", "client").commit();
    var base = (BaseTransaction) transaction;

    return TableCommit.create(name, base.startMetadata(), base.currentMetadata());
  }

  private static HttpResponse<String> commit(UpdateTableRequest... changes) {
    return catalog.http().post("/v1/transactions/commit", Commits.json(List.of(changes)));
  }

  private static int columns(TableIdentifier table) {
    return client.loadTable(table).schema().columns().size();
  }
}
