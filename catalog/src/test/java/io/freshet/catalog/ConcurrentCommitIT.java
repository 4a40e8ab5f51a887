package io.freshet.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.servers.RunningPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.util.SnapshotUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentCommitIT {
  private static final Namespace RAW = Namespace.of("raw");

  @TempDir private static Path folder;
  private static RunningPostgres postgres;
  private static RunningCatalog catalog;
  private static RESTCatalog client;
  private static ExecutorService threads;

  @BeforeAll
  static void startCatalog() {
    postgres = RunningPostgres.start(folder);
    catalog = RunningCatalog.start(postgres, folder);
    client = catalog.client();
    client.createNamespace(RAW);
    threads = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void stopCatalog() throws IOException {
    threads.shutdownNow();
    client.close();
    catalog.close();
    postgres.close();
  }

  @RepeatedTest(10)
  void letsOneOfTwoCommitsWithTheSameRequirementThrough(RepetitionInfo round) throws Exception {
    TableIdentifier table = TableIdentifier.of(RAW, "race_" + round.getCurrentRepetition());
    client.createTable(table, Commits.SCHEMA);
    CyclicBarrier start = new CyclicBarrier(2);

    Future<Integer> one = commit(start, Commits.addColumn(table, "one"));
    Future<Integer> two = commit(start, Commits.addColumn(table, "two"));

    assertThat(List.of(one.get(), two.get())).containsExactlyInAnyOrder(200, 409);
    assertThat(client.loadTable(table).schema().columns()).hasSize(2);
  }

  @Test
  void keepsEveryAppendOfFourWriters() throws Exception {
    TableIdentifier name = TableIdentifier.of(RAW, "appended");
    client
        .createTable(name, Commits.SCHEMA)
        .updateProperties()
        .set("commit.retry.num-retries", "20")
        .commit();
    CyclicBarrier start = new CyclicBarrier(4);

    List<Future<Object>> writers =
        List.of("a", "b", "c", "d").stream().map(writer -> append(start, name, writer)).toList();
    for (Future<Object> writer : writers) {
      writer.get();
    }

    Table table = client.loadTable(name);
    assertThat(SnapshotUtil.currentAncestorIds(table)).hasSize(20);
    assertThat(table.currentSnapshot().summary()).containsEntry("total-data-files", "20");
  }

  private static Future<Integer> commit(CyclicBarrier start, UpdateTableRequest request) {
    String path = "/v1/namespaces/raw/tables/" + request.identifier().name();

    return threads.submit(
        () -> {
          start.await();
          return catalog.http().post(path, Commits.json(request)).statusCode();
        });
  }

  private static Future<Object> append(CyclicBarrier start, TableIdentifier name, String writer) {
    return threads.submit(
        () -> {
          Table table = client.loadTable(name);
          start.await();
          for (int i = 0; i < 5; i++) {
            table.newAppend().appendFile(Commits.file(writer + i)).commit();
          }
          return null;
        });
  }
}
