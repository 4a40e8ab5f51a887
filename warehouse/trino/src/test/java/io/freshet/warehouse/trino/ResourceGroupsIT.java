package io.freshet.warehouse.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How a real Trino shares itself among those who ask too much at once and those who do not. */
@FullOnly
class ResourceGroupsIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.CATALOG);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int RUNNING_AT_ONCE = 3;
  private static final String ENDLESS =
      "SELECT count(*) FROM UNNEST(sequence(1, 10000)) a, UNNEST(sequence(1, 10000)) b,"
          + " UNNEST(sequence(1, 10000)) c";
  private static final String OF_ANA =
      " FROM system.runtime.queries WHERE \"user\" = 'ana' AND state IN ('RUNNING', 'QUEUED')";

  private static RideWarehouse warehouse;
  private ExecutorService askers;

  @BeforeAll
  static void make(@TempDir Path folder) {
    warehouse = RideWarehouse.make(platform, folder);
  }

  @AfterAll
  static void close() throws Exception {
    warehouse.close();
  }

  @BeforeEach
  void hireAskers() {
    askers = Executors.newCachedThreadPool();
  }

  @AfterEach
  void stopWhatRuns() throws InterruptedException {
    for (String query : warehouse.ask("freshet", "SELECT query_id" + OF_ANA)) {
      warehouse.execute("freshet", "CALL system.runtime.kill_query('%s', 'over')".formatted(query));
    }
    askers.shutdown();
    assertThat(askers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void onePersonsManyQueriesWaitForEachOtherAndNobodyElseForThem() {
    for (int query = 0; query < RUNNING_AT_ONCE + 2; query++) {
      askers.submit(() -> warehouse.ask("ana", ENDLESS));
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(states()).containsExactly("QUEUED|2", "RUNNING|3"));

    assertThat(warehouse.ask("lea", "SELECT 1")).containsExactly("1");
    assertThat(warehouse.ask("freshet", "SELECT 1")).containsExactly("1");
    assertThat(states()).containsExactly("QUEUED|2", "RUNNING|3");
  }

  private static List<String> states() {
    return warehouse.ask(
        "freshet", "SELECT state, count(*)" + OF_ANA + " GROUP BY state ORDER BY state");
  }
}
