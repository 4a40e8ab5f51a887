package io.freshet.ingestion.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a capture does when something around it is not as it should be. */
@FullOnly
class CaptureFaultsIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Map<String, String> SMALL_BATCHES = Map.of("capture.batch-size", "50");
  private static final long SEED = 20261127;
  private static final int FAULTS = 8;
  private static final int REFUSED = 2;
  private static final int MANY = 20_000;

  @TempDir private Path folder;
  private Shop shop;
  private ShopEvents events;

  @BeforeEach
  void open() throws Exception {
    shop = new Shop(platform, folder);
    shop.open();
    events = new ShopEvents(shop);
  }

  @AfterEach
  void close() {
    events.close();
    shop.close();
  }

  @Test
  void everyChangeIsThereOnceWhateverIsKilled() throws Exception {
    Random random = new Random(SEED);
    List<ServerProcess> captures = new ArrayList<>(List.of(following()));
    try (ShopTraffic traffic = ShopTraffic.start(shop, SEED)) {
      for (int i = 0; i < FAULTS; i++) {
        awaitMore(100 + random.nextInt(400));
        switch (i % 4) {
          case 1 -> platform.kill(Part.KAFKA);
          case 3 -> platform.kill(Part.POSTGRES);
          default -> {
            captures.get(captures.size() - 1).kill();
            captures.add(shop.start(SMALL_BATCHES));
          }
        }
        heal();
      }
      traffic.end();
      awaitAll();

      assertComplete();
    } finally {
      captures.forEach(ServerProcess::close);
    }
  }

  @Test
  void aSnapshotThatIsCutShortLeavesNothingBehind() throws Exception {
    shop.execute(
        """
        insert into orders (market, order_id, amount)
          select 'm' || i %% 3, i, i from generate_series(1, %d) i"""
            .formatted(MANY));
    try (ServerProcess first = shop.start(SMALL_BATCHES)) {
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> shop.hasSlot());
      first.kill();
    }
    shop.execute("delete from orders where order_id % 5 = 0");
    try (ServerProcess second = shop.start(Map.of())) {
      await().atMost(PATIENCE).until(() -> events.seen(shop.latest()).size() >= MANY * 4 / 5);
      shop.execute("delete from orders where order_id = 1");
      await().atMost(PATIENCE).until(() -> events.seen(shop.latest()).size() > MANY * 4 / 5);
    }

    assertThat(events.seen(shop.latest())).hasSize(MANY * 4 / 5 + 1);
    assertThat(events.changes(shop.latest()).values())
        .allMatch(changes -> changes.get(0).startsWith("W"));
  }

  /** One that is behind its snapshot: what was written over before is no change to it. */
  private ServerProcess following() throws Exception {
    ServerProcess capture = shop.start(SMALL_BATCHES);
    shop.execute("insert into orders (market, order_id, amount) values ('m', 1, 1)");
    await().atMost(PATIENCE).until(() -> events.seen(shop.latest()).size() == 1);

    return capture;
  }

  /** Postgres does not start as long as backends of the one that was killed are ending. */
  private static void heal() {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> platform.heal() != null);
  }

  private void awaitMore(int changes) {
    int before = events.seen(shop.latest()).size();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> events.seen(shop.latest()).size() > before + changes);
  }

  private void awaitAll() throws Exception {
    int all = events.count("fits");
    await().atMost(PATIENCE).until(() -> events.seen(shop.latest()).size() >= all);
  }

  private void assertComplete() throws Exception {
    int writes = events.count("fits and op = 'W'");
    await().atMost(PATIENCE).until(() -> events.seen(shop.history()).size() >= writes);
    assertThat(events.changes(shop.latest())).isEqualTo(events.noted("fits"));
    assertThat(events.changes(shop.history())).isEqualTo(events.noted("fits and op = 'W'"));
    assertThat(events.deadLetters())
        .hasSize(events.count("not fits") + events.count("not fits and op = 'W'"));
  }

  @Test
  void oneThatWasThoughtDeadEndsWhenItIsBackAndDoublesNothing() throws Exception {
    try (ServerProcess first = following()) {
      try (ShopTraffic traffic = ShopTraffic.start(shop, SEED)) {
        awaitMore(50);
        first.pause();
        try (ServerProcess second = shop.start(SMALL_BATCHES)) {
          awaitMore(200);
          first.resume();

          assertThat(first.exitCode()).isEqualTo(REFUSED);
          assertThat(first.lines())
              .contains(
                  "Another process has taken capture %s over; this one ends"
                      .formatted(shop.capture()));
          awaitMore(200);
          traffic.end();
          awaitAll();
        }
      }
    }

    assertComplete();
  }

  @Test
  void refusesToGoOnWhereChangesMayBeMissingUntilAllRowsAreSentAnew() throws Exception {
    shop.execute("insert into orders (market, order_id, amount) values ('m', 1, 1), ('m', 2, 2)");
    try (ServerProcess first = shop.start(Map.of())) {
      await().atMost(PATIENCE).until(() -> events.seen(shop.latest()).size() == 2);
      first.terminate();
    }
    shop.execute("select pg_drop_replication_slot('%s')".formatted(shop.capture()));
    shop.execute("update orders set amount = 3, version = nextval('versions') where order_id = 1");

    try (ServerProcess second = shop.start(Map.of())) {
      assertThat(second.exitCode()).isEqualTo(REFUSED);
      assertThat(second.lines())
          .last()
          .asString()
          .startsWith("The replication slot %s is gone; changes since ".formatted(shop.capture()))
          .contains("Set capture.snapshot to 2 to send all rows as they are now");
    }
    try (ServerProcess third = shop.start(Map.of("capture.snapshot", "2"))) {
      await().atMost(PATIENCE).until(() -> events.seen(shop.latest()).size() == 4);
      third.kill();
    }
    shop.execute("delete from orders where order_id = 2");
    try (ServerProcess fourth = shop.start(Map.of())) {
      await().atMost(PATIENCE).until(() -> events.seen(shop.latest()).size() == 5);
      assertThat(fourth.terminate()).isEqualTo(128 + 15);
    }
    assertThat(events.changes(shop.latest()))
        .isEqualTo(Map.of("m:1", List.of("W1", "W3"), "m:2", List.of("W2", "W2", "D2")));
  }

  @Test
  void endsWhereATableIsEmptied() throws Exception {
    shop.execute("insert into orders (market, order_id, amount) values ('m', 1, 1)");
    try (ServerProcess capture = shop.start(Map.of())) {
      await().atMost(PATIENCE).until(() -> events.seen(shop.latest()).size() == 1);
      shop.execute("truncate orders");

      assertThat(capture.exitCode()).isEqualTo(REFUSED);
      assertThat(capture.lines()).last().asString().startsWith("public.orders was truncated at ");
    }
  }

  @Test
  void endsWhenChangesNoLongerCarryTheWholeRow() throws Exception {
    try (ServerProcess capture = shop.start(Map.of("capture.heartbeat", "1s"))) {
      assertThat(capture.url()).isNotEmpty();
      shop.execute("alter table orders replica identity default");

      assertThat(capture.exitCode()).isEqualTo(REFUSED);
      assertThat(capture.lines())
          .last()
          .asString()
          .startsWith("Somebody has taken REPLICA IDENTITY FULL from public.orders;");
    }
    try (ServerProcess next = shop.start(Map.of())) {
      assertThat(next.exitCode()).isEqualTo(REFUSED);
      assertThat(next.lines())
          .last()
          .isEqualTo(
              "Changes of public.orders don't carry the whole row; run: ALTER TABLE public.orders"
                  + " REPLICA IDENTITY FULL;");
    }
  }
}
