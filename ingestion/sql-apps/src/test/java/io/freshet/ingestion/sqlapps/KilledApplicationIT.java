package io.freshet.ingestion.sqlapps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.envelope.EventFields;
import io.freshet.ingestion.sqlapps.MarketTraffic.Window;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A shipped application in processes of its own, killed (SIGKILL) while events flow. */
@FullOnly
class KilledApplicationIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY, Part.REDIS, Part.S3);

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private Deployed surge;
  private FlinkApplication processes;

  @BeforeEach
  void start() throws Exception {
    surge =
        new Deployed(
            platform,
            folder,
            "surge",
            List.of("order_events", "dasher_pings", "market_surge", "surge_multipliers"));
    processes =
        new FlinkApplication(
                platform.uniqueName("surge").replace('_', '-'),
                "ingestion/sql-apps",
                SqlApplication.class.getName(),
                List.of(
                    "--profile=" + platform.profile().toAbsolutePath(),
                    "--app.folder=" + surge.version().toAbsolutePath()),
                1,
                768)
            .with("restart-strategy.exponential-delay.initial-backoff", "500 ms");
    platform.start(processes);
  }

  @AfterEach
  void stop() {
    platform.platform().retire(processes);
  }

  @Test
  void saysEachWindowOnceThoughEitherHalfIsKilled() {
    try (MarketTraffic traffic = MarketTraffic.start(surge, platform.uniqueName("market"))) {
      for (String half : List.of(processes.taskManager(), processes.jobManager())) {
        awaitMoreWindows();
        await("rows that nobody has committed")
            .atMost(PATIENCE)
            .until(() -> surge.holdsUncommitted("market_surge"));
        platform.kill(half);
        platform.heal();
      }
      List<Window> sent = traffic.end();

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(windows()).containsExactlyInAnyOrderElementsOf(sent));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(surge.received("surge_multipliers"))
                      .extracting(event -> EventFields.instant(event, "event_time"))
                      .containsExactlyInAnyOrderElementsOf(
                          sent.stream().map(Window::end).toList()));
    }
  }

  /** Then it runs, and has a checkpoint to go on from. */
  private void awaitMoreWindows() {
    int before = windows().size();
    await("more windows").atMost(PATIENCE).until(() -> windows().size() > before);
  }

  private List<Window> windows() {
    return surge.received("market_surge").stream().map(Window::of).toList();
  }
}
