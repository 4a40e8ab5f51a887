package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.Version;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server with 5,000 connections is killed, and all of them come to the next one at once. */
@FullOnly
class MassReconnectIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);

  private static final int SOCKETS = 5_000;
  private static final int ORDERS = 2_500;
  private static final String HEAP = "256m";

  @TempDir private static Path folder;

  @Test
  void everybodyHasTheNewestStateAgain() throws Exception {
    WebSocketClient sockets = Sockets.open();
    HttpClient http = HttpClient.newHttpClient();
    try (OrderWriter writer = new OrderWriter(platform.settings())) {
      write(writer, 1);
      List<SocketWatcher> watchers;
      int port;
      try (ServerProcess killed = start("0")) {
        port = URI.create(killed.url()).getPort();
        watchers = connect(sockets, port);
        everybodyIsAt(watchers, 1);
        write(writer, 2);
        everybodyIsAt(watchers, 2);
        killed.kill();
      }
      eventually(() -> assertThat(watchers).allMatch(watcher -> watcher.closed().isPresent()));
      write(writer, 3);

      try (ServerProcess next = start(Integer.toString(port))) {
        assertThat(next.url()).endsWith(":" + port);
        long begun = System.nanoTime();
        List<SocketWatcher> again = connect(sockets, port);
        everybodyIsAt(again, 3);
        System.out.printf(
            "%d connections had their order's state again after %d ms%n",
            SOCKETS, Duration.ofNanos(System.nanoTime() - begun).toMillis());
        write(writer, 4);
        everybodyIsAt(again, 4);
        assertThat(Live.metric(http, port, "freshet_live_sockets")).isEqualTo(SOCKETS);
        assertThat(Live.metric(http, port, "freshet_live_orders")).isEqualTo(ORDERS);
      }
    } finally {
      sockets.stop();
    }
  }

  private ServerProcess start(String port) {
    return ServerProcess.start(
        LiveServer.class,
        HEAP,
        folder,
        Live.profile(platform.settings(), Map.of("live.port", port, "live.heal-every", "5s")));
  }

  private static List<SocketWatcher> connect(WebSocketClient sockets, int port) {
    List<SocketWatcher> watchers = new ArrayList<>(SOCKETS);
    for (int i = 0; i < SOCKETS; i++) {
      watchers.add(SocketWatcher.connect(sockets, Live.webSocket(port, order(i))));
    }

    return watchers;
  }

  private static OrderKey order(int i) {
    return new OrderKey("mass", i % ORDERS);
  }

  private static void write(OrderWriter writer, int orderVersion) {
    Version version = new Version(orderVersion, 10);
    for (int i = 0; i < ORDERS; i++) {
      writer.write(order(i), version, OrderWriter.document(order(i), version, "preparing"));
    }
  }

  private static void everybodyIsAt(List<SocketWatcher> watchers, int orderVersion) {
    eventually(
        () ->
            assertThat(
                    watchers.stream()
                        .filter(each -> each.told().version().orderVersion() != orderVersion)
                        .count())
                .as("connections that are not at version %d", orderVersion)
                .isZero());
    assertThat(watchers.stream().flatMap(each -> each.told().violations().stream())).isEmpty();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofMinutes(3)).untilAsserted(assertion);
  }
}
