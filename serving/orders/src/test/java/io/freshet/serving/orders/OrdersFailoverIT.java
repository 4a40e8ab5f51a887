package io.freshet.serving.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.Settings;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.RunningPostgresPair;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service at two servers, while the Postgres they write to is lost and a copy takes over. */
@FullOnly
class OrdersFailoverIT {
  private static final int CLIENTS = 8;
  private static final int SOME = 150;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Three times as long as a pool waits at most before it tries again to connect. */
  private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(15);

  @TempDir private Path folder;
  private final List<OrdersServer> servers = new ArrayList<>();
  private final List<OrdersClient> services = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private RunningPostgresPair postgres;
  private OrdersDatabase database;

  @BeforeEach
  void start() {
    postgres = RunningPostgresPair.start(folder);
    postgres.copySynchronously();
    database =
        new OrdersDatabase(
            Settings.of(
                Map.of(
                    "postgres.url", postgres.url(),
                    "postgres.user", "postgres",
                    "postgres.password", "not-asked-for")),
            "orders");
    for (int i = 0; i < 2; i++) {
      OrdersServer server =
          OrdersServer.start(
              OrdersSettings.from(Settings.of(database.profile())), InstantSource.system());
      servers.add(server);
      services.add(new OrdersClient("http://127.0.0.1:" + server.port()));
    }
  }

  @AfterEach
  void stop() {
    servers.forEach(OrdersServer::close);
    postgres.close();
  }

  /** One after the other, so that what one leaves open is asked of the other. */
  private OrdersClient service() {
    return services.get(requests.getAndIncrement() % services.size());
  }

  @Test
  void nothingIsLostOrDoubledThoughThePrimaryIsLostTwice() throws SQLException {
    try (OrderTraffic traffic = OrderTraffic.start(this::service, CLIENTS)) {
      traffic.awaitMore(SOME);
      failOver(traffic);
      traffic.awaitMore(SOME);
      postgres.copyAgain();
      postgres.copySynchronously();
      traffic.awaitMore(SOME);
      failOver(traffic);
      traffic.awaitMore(SOME);
      traffic.end();

      traffic.assertComplete(database);
    }
  }

  @Test
  void whatTheCopyLacksWasNotAnsweredAndIsMadeWhenItIsSentAgain() throws SQLException {
    try (OrderTraffic traffic = OrderTraffic.start(this::service, CLIENTS)) {
      traffic.awaitMore(SOME);
      postgres.stopCopying();
      await().atMost(PATIENCE).until(() -> postgres.waitingCommits() >= CLIENTS / 2);
      failOver(traffic);
      traffic.awaitMore(SOME);
      traffic.end();

      traffic.assertComplete(database);
    }
  }

  /** Long enough without a primary for clients to notice. */
  private void failOver(OrderTraffic traffic) {
    postgres.killPrimary();
    int before = traffic.sentAgain();
    await().atMost(PATIENCE).until(() -> traffic.sentAgain() >= before + CLIENTS);
    int done = traffic.done();
    postgres.promoteCopy();
    await().atMost(GOES_ON_WITHIN).until(() -> traffic.done() > done);
  }

  @Test
  void whatNoCommitWaitedForIsGoneWithThePrimary() {
    long copied = service().create(OrderTexts.order("copied")).order();
    postgres.copyAsynchronously();
    postgres.stopCopying();
    Answer answered = service().create(OrderTexts.order("uncopied"));
    assertThat(answered.status()).isEqualTo(201);

    postgres.killPrimary();
    postgres.promoteCopy();

    await().atMost(PATIENCE).until(() -> service().order(copied).status() == 200);
    await().atMost(PATIENCE).until(() -> service().order(answered.order()).status() == 404);
  }
}
