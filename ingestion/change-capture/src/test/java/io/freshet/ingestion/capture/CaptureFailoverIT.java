package io.freshet.ingestion.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.fixtures.FullOnly;
import io.freshet.testing.servers.RunningPostgresPair;
import io.freshet.testing.servers.ServerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a capture does when its database's server is lost and a copy takes over, without a slot. */
@FullOnly
class CaptureFailoverIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int REFUSED = 2;

  @TempDir private Path folder;
  private final ExecutorService client = Executors.newSingleThreadExecutor();
  private RunningPostgresPair postgres;
  private Shop shop;
  private ShopEvents events;

  @BeforeEach
  void open() throws Exception {
    postgres = RunningPostgresPair.start(folder);
    postgres.copySynchronously();
    shop = new Shop(platform, this::primary, folder);
    shop.open();
    events = new ShopEvents(shop);
  }

  private Settings primary() {
    return Settings.of(
        Map.of(
            "capture.url",
            "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.primary().port()),
            "capture.user",
            "postgres",
            "capture.password",
            "not-asked-for"));
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    events.close();
    shop.close();
    postgres.close();
  }

  @Test
  void refusesTheNewPrimaryUntilAllRowsAreSentAnew() throws Exception {
    shop.execute("insert into orders (market, order_id, amount) values ('m', 1, 1), ('m', 2, 2)");
    try (ServerProcess first = shop.start(Map.of())) {
      awaitSeen(2);
      shop.execute(
          "update orders set amount = 3, version = nextval('versions') where order_id = 1");
      awaitSeen(3);
      postgres.killPrimary();
      await().atMost(PATIENCE).until(() -> first.log().contains("Capture waits cause="));
    }
    postgres.promoteCopy();

    try (ServerProcess second = shop.start(Map.of())) {
      assertThat(second.exitCode()).isEqualTo(REFUSED);
      assertThat(second.lines())
          .last()
          .asString()
          .startsWith("The replication slot %s is gone; changes since ".formatted(shop.capture()))
          .contains("Set capture.snapshot to 2 to send all rows as they are now");
    }
    try (ServerProcess third = shop.start(Map.of("capture.snapshot", "2"))) {
      awaitSeen(5);
      shop.execute("delete from orders where order_id = 2");
      awaitSeen(6);
      third.kill();
    }
    assertThat(events.changes(shop.latest()))
        .isEqualTo(Map.of("m:1", List.of("W1", "W3", "W3"), "m:2", List.of("W2", "W2", "D2")));
  }

  @Test
  void tellsOfACommitThatIsNotAnsweredAndThatAFailoverTakesBack() throws Exception {
    // A heartbeat is a commit too, and would wait for the copy.
    try (ServerProcess capture = shop.start(Map.of("capture.heartbeat", "10m"))) {
      shop.execute("insert into orders (market, order_id, amount) values ('m', 1, 1)");
      awaitSeen(1);
      postgres.stopCopying();
      Future<?> commit =
          client.submit(
              () -> {
                shop.execute("insert into orders (market, order_id, amount) values ('m', 2, 2)");

                return true;
              });

      awaitSeen(2);
      assertThat(commit.isDone()).isFalse();
      postgres.killPrimary();
      capture.kill();
    }
    postgres.promoteCopy();
    assertThat(orders()).isEqualTo(1);
  }

  private void awaitSeen(int changes) {
    await().atMost(PATIENCE).until(() -> events.seen(shop.latest()).size() == changes);
  }

  private int orders() throws SQLException {
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from orders")) {
      row.next();

      return row.getInt(1);
    }
  }
}
