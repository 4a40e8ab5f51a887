package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.Version;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.lettuce.core.RedisException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis dies under those who watch, comes back empty and is filled again. */
class RedisLossIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);

  private static final int ORDERS = 50;

  @Test
  void watchersAreToldThatItIsAwayAndConvergeWhenItIsFilledAgain() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    WebSocketClient sockets = Sockets.open();
    List<SocketWatcher> watchers = new ArrayList<>();
    try (OrderWriter writer = new OrderWriter(platform.settings());
        Live live = Live.start(platform.settings(), http, Map.of())) {
      for (int i = 0; i < ORDERS; i++) {
        write(writer, i, new Version(1, 10));
        watchers.add(SocketWatcher.connect(sockets, live.webSocket(order(i))));
      }
      everybody(watchers, told -> assertThat(told.types()).containsExactly("snapshot"));

      platform.kill(Part.REDIS);
      everybody(watchers, told -> assertThat(told.types()).containsExactly("snapshot", "stale"));
      SocketWatcher late = SocketWatcher.connect(sockets, live.webSocket(order(0)));
      eventually(() -> assertThat(late.told().types()).containsExactly("snapshot", "stale"));

      platform.heal();
      // It is empty: what an older state says is not news, and what is newer is.
      eventually(() -> write(writer, 0, new Version(1, 5)));
      for (int i = 0; i < ORDERS; i++) {
        write(writer, i, new Version(2, 20));
      }

      watchers.add(late);
      everybody(
          watchers,
          told -> {
            assertThat(told.version()).isEqualTo(new Version(2, 20));
            assertThat(told.types()).contains("fresh");
            assertThat(told.violations()).isEmpty();
          });
      // Heard again, not merely read again: the next change needs no healing.
      double healed = live.metric("freshet_live_healed_total");
      for (int i = 0; i < ORDERS; i++) {
        assertThat(writer.listeners(order(i))).isEqualTo(1);
        write(writer, i, new Version(3, 30));
      }
      everybody(watchers, told -> assertThat(told.version()).isEqualTo(new Version(3, 30)));
      assertThat(live.metric("freshet_live_healed_total")).isLessThan(healed + ORDERS);
      assertThat(live.metric("freshet_live_redis_up")).isEqualTo(1);
    } finally {
      sockets.stop();
    }
  }

  private static OrderKey order(int i) {
    return new OrderKey("lost", i);
  }

  private static void write(OrderWriter writer, int i, Version version) {
    writer.write(order(i), version, OrderWriter.document(order(i), version, "preparing"));
  }

  private static void everybody(List<SocketWatcher> watchers, Consumer<ToldOrder> assertion) {
    eventually(() -> assertThat(watchers).allSatisfy(watcher -> assertion.accept(watcher.told())));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(RedisException.class)
        .untilAsserted(assertion);
  }
}
