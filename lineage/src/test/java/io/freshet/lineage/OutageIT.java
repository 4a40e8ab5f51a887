package io.freshet.lineage;

import static io.freshet.lineage.Events.complete;
import static io.freshet.lineage.Events.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.RunningPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FullOnly
class OutageIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String EVENT =
      complete("a", "r1", "10:00:00", table("raw.orders"), table("clean.days"));

  @TempDir private Path folder;

  @Test
  void answers503WhilePostgresIsAwayAndGoesOnAfterwards() {
    try (RunningPostgres postgres = RunningPostgres.start(folder);
        RunningCollector collector = RunningCollector.start(postgres, "lineage")) {
      postgres.stop();

      assertThat(collector.post(EVENT).statusCode()).isEqualTo(503);
      await()
          .atMost(LIMIT)
          .until(() -> collector.send(collector.request("/health").build()).statusCode() == 503);

      postgres.startAgain();

      await().atMost(LIMIT).until(() -> collector.post(EVENT).statusCode() == 201);
      assertThat(collector.graph("table=raw.orders").path("edges")).hasSize(1);
    }
  }
}
