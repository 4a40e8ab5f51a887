package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.Version;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The job that writes orders falls silent under those who watch, and is heard of again. */
class EtaSilenceIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);

  private static final OrderKey ORDER = new OrderKey("silent", 1);
  private static final Map<String, String> SOON_STALE = Map.of("live.stale-after", "2s");

  @Test
  void watchersAreToldThatTheJobIsSilentAndThatItIsBack() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    WebSocketClient sockets = Sockets.open();
    try (OrderWriter writer = new OrderWriter(platform.settings());
        AutoCloseable forgets = writer::forgetBeats;
        Live live = Live.start(platform.settings(), http, SOON_STALE)) {
      write(writer, 1);
      writer.beat(Instant.now());
      SocketWatcher watcher = SocketWatcher.connect(sockets, live.webSocket(ORDER));
      eventually(() -> assertThat(watcher.told().types()).containsExactly("snapshot", "stale"));
      assertThat(live.metric("freshet_live_eta_up")).isZero();
      assertThat(live.metric("freshet_live_redis_up")).isEqualTo(1);
      SocketWatcher late = SocketWatcher.connect(sockets, live.webSocket(ORDER));
      eventually(() -> assertThat(late.told().types()).containsExactly("snapshot", "stale"));

      eventually(
          () -> {
            writer.beat(Instant.now());
            assertThat(watcher.told().types()).containsExactly("snapshot", "stale", "fresh");
          });
      write(writer, 2);
      eventually(() -> assertThat(late.told().version()).isEqualTo(new Version(2, 10)));
      assertThat(watcher.told().violations()).isEmpty();
    } finally {
      sockets.stop();
    }
  }

  private static void write(OrderWriter writer, int version) {
    Version next = new Version(version, 10);
    writer.write(ORDER, next, OrderWriter.document(ORDER, next, "preparing"));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
  }
}
