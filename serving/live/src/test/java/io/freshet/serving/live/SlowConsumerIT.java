package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.Version;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A customer whose phone takes nothing, beside one whose phone does. */
class SlowConsumerIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);

  /** Of one state: a hundred or two fill the buffers of both machines. */
  private static final int BYTES = 50_000;

  private static final int STATES = 600;

  private final HttpClient http = HttpClient.newHttpClient();
  private WebSocketClient sockets;
  private OrderWriter writer;

  @BeforeEach
  void open() throws Exception {
    sockets = Sockets.open();
    writer = new OrderWriter(platform.settings());
  }

  @AfterEach
  void close() throws Exception {
    sockets.stop();
    writer.close();
  }

  @Test
  void getsFewStatesAndTheNewestAndDelaysNobody() {
    OrderKey order = new OrderKey("slow", 1);
    try (Live live = Live.start(platform.settings(), http, Map.of("live.write-timeout", "2m"))) {
      write(order, 1);
      SocketWatcher slow = SocketWatcher.connectWithoutReading(sockets, live.webSocket(order));
      SocketWatcher quick = SocketWatcher.connect(sockets, live.webSocket(order));
      eventually(() -> assertThat(quick.told().types()).containsExactly("snapshot"));
      slow.opened().join();

      for (int i = 2; i <= STATES; i++) {
        write(order, i);
      }

      Version newest = new Version(1, STATES);
      eventually(() -> assertThat(quick.told().version()).isEqualTo(newest));
      assertThat(slow.told().types()).isEmpty();
      assertThat(live.metric("freshet_live_conflated_total")).isPositive();
      slow.read();
      eventually(() -> assertThat(slow.told().version()).isEqualTo(newest));
      assertThat(slow.told().types()).hasSizeLessThan(STATES / 2);
      assertThat(slow.told().violations()).isEmpty();
      assertThat(slow.told().order()).isEqualTo(ToldOrder.parsed(writer.read(order)));
    }
  }

  @FullOnly
  @Test
  void isSentAwayWhenItTakesNothingForTooLong() {
    OrderKey order = new OrderKey("slow", 2);
    try (Live live = Live.start(platform.settings(), http, Map.of("live.write-timeout", "1s"))) {
      write(order, 1);
      SocketWatcher slow = SocketWatcher.connectWithoutReading(sockets, live.webSocket(order));
      slow.opened().join();
      eventually(() -> assertThat(live.metric("freshet_live_sockets")).isEqualTo(1));

      for (int i = 2; i <= STATES; i++) {
        write(order, i);
      }

      eventually(() -> assertThat(live.metric("freshet_live_sockets")).isZero());
      assertThat(live.metric("freshet_live_ended_total")).isEqualTo(1);
    }
  }

  private void write(OrderKey order, int i) {
    Version version = new Version(1, i);
    // Another text in each, so that a delta has it as well.
    String text = Integer.toString(i, 36).repeat(BYTES / 4).substring(0, BYTES / 4);
    writer.write(
        order,
        version,
        OrderWriter.document(order, version, "preparing", ",\"text\":\"" + text.repeat(4) + "\""));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
  }
}
