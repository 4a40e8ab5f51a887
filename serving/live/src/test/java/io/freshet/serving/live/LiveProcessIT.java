package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.Version;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.servers.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The live server as a process of its own. */
class LiveProcessIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);

  private static final String HEAP = "128m";
  private static final int TERMINATED = 128 + 15;
  private static final OrderKey ORDER = new OrderKey("process", 1);

  @TempDir private static Path folder;

  @Test
  void sendsWatchersAwayBeforeItEndsAndKeepsSecretsToItself() throws Exception {
    Version version = new Version(1, 10);
    WebSocketClient sockets = Sockets.open();
    try (OrderWriter writer = new OrderWriter(platform.settings());
        ServerProcess process = start(Map.of("live.drain", "200ms"))) {
      writer.write(ORDER, version, OrderWriter.document(ORDER, version, "ready"));
      int port = URI.create(process.url()).getPort();
      SocketWatcher watcher = SocketWatcher.connect(sockets, Live.webSocket(port, ORDER));
      await().atMost(Duration.ofMinutes(1)).until(() -> watcher.told().version().equals(version));

      assertThat(process.terminate()).isEqualTo(TERMINATED);

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(watcher.closed().orElse("open"))
                      .startsWith("1012 The server restarts; retry_ms="));
      assertThat(process.log())
          .contains("Live server stopped")
          .doesNotContain(Live.SECRET, Live.SERVICE);
    } finally {
      sockets.stop();
    }
  }

  @Test
  void saysInOneLineThatRedisIsAway() {
    try (ServerProcess process = start(Map.of("redis.port", "1", "live.start-timeout", "1s"))) {
      assertThat(process.exitCode()).isEqualTo(75);
      assertThat(process.lines())
          .last()
          .asString()
          .isEqualTo(
              "Redis does not answer at 127.0.0.1:1 within 1s; start it or correct redis.host and"
                  + " redis.port");
    }
  }

  @Test
  void saysInOneLineWhatIsWrongWithASetting() {
    try (ServerProcess process = start(Map.of("live.port", "70000"))) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.lines())
          .containsExactly("live.port is 70000; it must be between 0 and 65535");
    }
  }

  private static ServerProcess start(Map<String, String> more) {
    return ServerProcess.start(
        LiveServer.class, HEAP, folder, Live.profile(platform.settings(), more));
  }
}
