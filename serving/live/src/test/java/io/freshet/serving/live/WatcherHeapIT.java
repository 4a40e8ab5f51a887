package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.Version;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a connection that is told nothing costs a server's heap. */
@FullOnly
class WatcherHeapIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);

  private static final int WARM = 500;
  private static final int SOCKETS = 4_500;
  private static final int MOST_BYTES = 16 << 10;
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  @TempDir private static Path folder;

  @Test
  void anIdleWatcherTakesAFewKilobytes() throws Exception {
    WebSocketClient sockets = Sockets.open();
    List<SocketWatcher> watchers = new ArrayList<>();
    try (OrderWriter writer = new OrderWriter(platform.settings());
        ServerProcess server = start()) {
      int port = URI.create(server.url()).getPort();
      connect(sockets, port, writer, watchers, WARM);
      long before = liveBytes();
      connect(sockets, port, writer, watchers, SOCKETS);

      long each = (liveBytes() - before) / SOCKETS;

      System.out.printf("%d bytes of heap for each watcher of an order of its own%n", each);
      assertThat(each).isBetween(500L, (long) MOST_BYTES);
    } finally {
      sockets.stop();
    }
  }

  private static ServerProcess start() {
    return ServerProcess.start(
        LiveServer.class,
        "256m",
        folder,
        Live.profile(
            platform.settings(),
            Map.of("live.heal-every", "1m", "live.ping-every", "5m", "live.idle-timeout", "10m")));
  }

  private static void connect(
      WebSocketClient sockets,
      int port,
      OrderWriter writer,
      List<SocketWatcher> watchers,
      int more) {
    int all = watchers.size() + more;
    Version version = new Version(1, 10);
    for (int i = watchers.size(); i < all; i++) {
      OrderKey order = new OrderKey("heap", i);
      writer.write(order, version, OrderWriter.document(order, version, "preparing"));
      watchers.add(SocketWatcher.connect(sockets, Live.webSocket(port, order)));
    }
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> watchers.stream().allMatch(each -> each.told().types().contains("snapshot")));
  }

  /** Of what can be reached, after a full collection. */
  private static long liveBytes() throws IOException {
    long server =
        ProcessHandle.current()
            .children()
            .filter(each -> each.info().command().orElse("").endsWith("java"))
            .findFirst()
            .orElseThrow()
            .pid();
    Process histogram =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(server),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (InputStream out = histogram.getInputStream()) {
      Matcher total = TOTAL.matcher(new String(out.readAllBytes(), StandardCharsets.UTF_8));
      assertThat(total.find()).isTrue();

      return Long.parseLong(total.group(1));
    }
  }
}
