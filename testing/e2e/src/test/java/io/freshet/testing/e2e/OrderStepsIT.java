package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of orders on their stream: each an event, once and in the order of its order's
 * versions, though order service, change capture and database are killed while orders come.
 */
@FullOnly
class OrderStepsIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.POSTGRES, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int CLIENTS = 6;
  private static final int SOME = 80;

  @TempDir private Path folder;
  private final OrderDatabase database = new OrderDatabase(platform);
  private StepEvents events;
  private OrderService service;
  private ServerProcess capture;

  @BeforeEach
  void start() throws Exception {
    events = StepEvents.open(platform, folder);
    service = new OrderService(folder, database.profile());
    service.start();
    capture = database.capture(folder, events.contracts());
  }

  @AfterEach
  void stop() {
    service.close();
    events.close();
    capture.close();
    database.close();
  }

  @Test
  void eachStepIsAnEventOnceAndInOrderWhateverIsKilled() throws Exception {
    service.takeOrder(0);
    // Whoever was there before the capture comes in its snapshot, in any order.
    events.awaitAll(service.done());

    service.takeOrders(CLIENTS);
    for (int i = 0; i < 2; i++) {
      service.awaitMore(SOME);
      capture.kill();
      service.awaitMore(SOME);
      capture = database.capture(folder, events.contracts());
      service.awaitMore(SOME);
      service.kill();
      service.start();
      service.awaitMore(SOME);
      platform.kill(Part.POSTGRES);
      heal();
    }
    service.awaitMore(SOME);
    service.end();
    events.awaitAll(service.done());

    Map<Long, List<String>> steps = database.steps();
    assertThat(steps.values().stream().mapToInt(List::size).sum()).isEqualTo(service.done());
    assertThat(steps.values()).allMatch(each -> each.size() == OrderService.STATES.size());
    assertThat(events.events()).isEqualTo(steps);
  }

  /** Postgres does not start as long as backends of the one that was killed are ending. */
  private static void heal() {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> platform.heal() != null);
  }
}
