package io.freshet.serving.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own, while it and its database are killed. */
class OrdersOutageIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.POSTGRES);

  private static final String HEAP = "128m";
  private static final int CLIENTS = 8;
  private static final int KILLS = 3;
  private static final int SOME = 60;
  private static final int TERMINATED = 128 + 15;
  private static final int DEPENDENCY_AWAY = 75;

  /** Longer than a connection is waited for, and no longer than a statement is. */
  private static final Duration BOUND = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private final OrdersDatabase database = new OrdersDatabase(platform);
  private final AtomicReference<OrdersClient> service = new AtomicReference<>();
  private ServerProcess server;

  @BeforeEach
  void open() {
    start();
  }

  private void start() {
    server = ServerProcess.start(OrdersServer.class, HEAP, folder, database.profile());
    service.set(new OrdersClient(server.url()));
  }

  @AfterEach
  void close() {
    server.close();
    heal();
  }

  /** Postgres does not start as long as backends of the one that was killed are ending. */
  private static void heal() {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> platform.heal() != null);
  }

  @Test
  void nothingIsLostOrDoubledThoughTheServerIsKilled() throws SQLException {
    try (OrderTraffic traffic = OrderTraffic.start(service::get, CLIENTS)) {
      for (int i = 0; i < KILLS; i++) {
        traffic.awaitMore(SOME);
        server.kill();
        start();
      }
      traffic.awaitMore(SOME);
      traffic.end();

      traffic.assertComplete(database);
    }
  }

  @Test
  @FullOnly
  void nothingIsLostOrDoubledThoughPostgresIsKilled() throws SQLException {
    try (OrderTraffic traffic = OrderTraffic.start(service::get, CLIENTS)) {
      for (int i = 0; i < KILLS; i++) {
        traffic.awaitMore(SOME);
        platform.kill(Part.POSTGRES);
        heal();
      }
      traffic.awaitMore(SOME);
      traffic.end();

      traffic.assertComplete(database);
    }
  }

  @Test
  void saysWithinABoundThatPostgresIsAwayAndGoesOnWhenItIsBack() {
    OrdersClient client = service.get();
    long order = client.create(OrderTexts.order("away")).order();
    String key = UUID.randomUUID().toString();
    platform.kill(Part.POSTGRES);

    Answer step = within(() -> client.step(order, 1, OrderTexts.step("confirmed"), key));
    Answer look = within(() -> client.order(order));
    for (Answer answer : new Answer[] {step, look}) {
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.cause()).isEqualTo("postgres_away");
      assertThat(answer.header("Retry-After")).isEqualTo("2");
    }
    await().atMost(BOUND).until(() -> client.send(client.bare("/health")).status() == 503);

    heal();
    await()
        .atMost(PATIENCE)
        .until(() -> client.step(order, 1, OrderTexts.step("confirmed"), key).status() == 201);
    assertThat(client.order(order).version()).isEqualTo(2);
  }

  private static Answer within(Supplier<Answer> request) {
    long begun = System.nanoTime();
    Answer answer = request.get();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);

    return answer;
  }

  @Test
  void finishesWhatItHasBegunAndKeepsSecretsToItself() {
    service.get().create(OrderTexts.order("ended"));

    assertThat(server.terminate()).isEqualTo(TERMINATED);
    assertThat(server.lines()).last().asString().endsWith("Orders stopped");
    assertThat(server.log())
        .doesNotContain(OrdersDatabase.TOKEN)
        .doesNotContain(database.profile().get("postgres.password"));
  }

  @Test
  @FullOnly
  void saysInOneLineThatPostgresIsAwayAtStart() {
    Map<String, String> profile = database.profile();
    profile.put("postgres.url", "jdbc:postgresql://127.0.0.1:1/postgres");
    profile.put("orders.start-timeout", "1s");

    try (ServerProcess process = ServerProcess.start(OrdersServer.class, HEAP, folder, profile)) {
      assertThat(process.exitCode()).isEqualTo(DEPENDENCY_AWAY);
      assertThat(process.lines())
          .last()
          .asString()
          .startsWith("Postgres does not answer at jdbc:postgresql://127.0.0.1:1/");
    }
  }

  @Test
  void refusesAPortThatIsTaken() {
    Map<String, String> profile = database.profile();
    profile.put("orders.port", Integer.toString(URI.create(server.url()).getPort()));

    try (ServerProcess process = ServerProcess.start(OrdersServer.class, HEAP, folder, profile)) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.lines()).last().asString().contains("orders.port");
    }
  }
}
