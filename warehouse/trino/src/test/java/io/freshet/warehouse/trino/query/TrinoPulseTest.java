package io.freshet.warehouse.trino.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Held against answers as Trino gives them. */
class TrinoPulseTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer =
      """
      {"nodeVersion": {"version": "476"}, "environment": "embedded", "coordinator": true,
       "starting": false, "uptime": "4.21m"}
      """;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/info",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void tellsTheVersionOfATrinoThatTakesQueries() {
    assertThat(pulse(server.getAddress().getPort(), PATIENCE).version()).isEqualTo("476");
  }

  @Test
  void doesNotTakeForWellOneThatIsStartingOrRefusesOrIsNone() {
    answer = "{\"starting\": true}";
    assertAway("it is starting");
    answer = "{\"status\": \"UP\"}";
    assertAway("what answers there is no Trino");
    answer = "<html>";
    assertAway("what answers there is no Trino");
    status = 503;
    assertAway("it answered 503");
  }

  private void assertAway(String why) {
    int port = server.getAddress().getPort();

    assertThatThrownBy(() -> pulse(port, PATIENCE).version())
        .isInstanceOf(FreshetException.class)
        .hasMessage("Trino at 127.0.0.1:%d does not answer: %s", port, why);
  }

  @Test
  void doesNotWaitForOneThatHangs() throws IOException {
    try (ServerSocket hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> pulse(hanging.getLocalPort(), Duration.ofMillis(200)).version())
          .isInstanceOf(FreshetException.class)
          .extracting(failure -> ((FreshetException) failure).fault())
          .isEqualTo(Fault.DEPENDENCY);
    }
  }

  @Test
  void doesNotWaitForTheEndOfAnAnswerThatHasNone() {
    CountDownLatch isOver = new CountDownLatch(1);
    server.removeContext("/v1/info");
    server.createContext(
        "/v1/info",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          awaitEnd(isOver);
        });
    int port = server.getAddress().getPort();

    assertThatThrownBy(() -> pulse(port, Duration.ofSeconds(1)).version())
        .isInstanceOf(FreshetException.class)
        .hasMessage("Trino at 127.0.0.1:%d does not answer: its answer came to no end", port);
    isOver.countDown();
  }

  private static void awaitEnd(CountDownLatch isOver) {
    try {
      isOver.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static TrinoPulse pulse(int port, Duration patience) {
    Settings settings =
        Settings.of(Map.of("trino.host", "127.0.0.1", "trino.port", Integer.toString(port)));

    return new TrinoPulse(TrinoAccess.of(settings, "ana", Optional.empty()), patience);
  }
}
