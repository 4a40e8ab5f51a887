package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.Version;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What customers are told, with a real Redis and real connections. */
class LiveIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);

  private static final AtomicLong ORDERS = new AtomicLong(1);
  private static final Map<String, String> HEALS_LATE = Map.of("live.heal-every", "1m");

  private static WebSocketClient sockets;
  private static HttpClient http;
  private static OrderWriter writer;

  private final List<Live> servers = new ArrayList<>();
  private final OrderKey order = new OrderKey("oslo", ORDERS.getAndIncrement());

  @BeforeAll
  static void open() throws Exception {
    sockets = Sockets.open();
    http = HttpClient.newHttpClient();
    writer = new OrderWriter(platform.settings());
  }

  @AfterAll
  static void close() throws Exception {
    sockets.stop();
    writer.close();
  }

  @AfterEach
  void stop() {
    servers.forEach(Live::close);
  }

  @Test
  void tellsASnapshotAndThenEachChangeByWebSocket() {
    Live live = start(HEALS_LATE);
    write(1, 10, "created");
    SocketWatcher watcher = SocketWatcher.connect(sockets, live.webSocket(order));
    eventually(() -> assertThat(watcher.told().types()).containsExactly("snapshot"));

    write(2, 20, "confirmed");
    eventually(() -> assertThat(watcher.told().types()).containsExactly("snapshot", "delta"));
    write(2, 30, "confirmed");

    eventually(() -> assertIsAtTheNewest(watcher.told()));
    assertThat(watcher.told().types()).containsExactly("snapshot", "delta", "delta");
    assertThat(live.metric("freshet_live_healed_total")).isZero();
    assertThat(live.metric("freshet_live_push_delay_seconds_count")).isEqualTo(2);
  }

  @Test
  void tellsTheSameAsAnEventStream() {
    Live live = start(HEALS_LATE);
    write(1, 10, "created");
    StreamWatcher watcher = StreamWatcher.connect(http, live.stream(order));
    eventually(() -> assertThat(watcher.told().types()).containsExactly("snapshot"));

    write(2, 20, "confirmed");

    eventually(() -> assertIsAtTheNewest(watcher.told()));
    assertThat(watcher.lines().get(0)).matches("retry: \\d+");
    assertThat(watcher.lines()).contains("event: snapshot", "id: 1-10", "event: delta", "id: 2-20");
  }

  @Test
  void anOrderThatIsNotThereYetIsWaitedFor() {
    Live live = start(HEALS_LATE);
    SocketWatcher watcher = SocketWatcher.connect(sockets, live.webSocket(order));
    eventually(() -> assertThat(watcher.told().types()).containsExactly("waiting"));

    write(1, 10, "created");

    eventually(() -> assertThat(watcher.told().types()).containsExactly("waiting", "snapshot"));
  }

  @Test
  void anOrderThatIsOverAndGoneEndsItsConnections() {
    Live live = start(Map.of());
    write(9, 10, "delivered");
    SocketWatcher socket = SocketWatcher.connect(sockets, live.webSocket(order));
    StreamWatcher stream = StreamWatcher.connect(http, live.stream(order));
    eventually(() -> assertThat(socket.told().types()).containsExactly("snapshot"));
    eventually(() -> assertThat(stream.told().types()).containsExactly("snapshot"));

    writer.delete(order);

    eventually(() -> assertThat(socket.closed()).contains("1000 The order is over"));
    eventually(() -> assertThat(stream.hasEnded()).isTrue());
    assertThat(socket.told().types()).containsExactly("snapshot", "gone");
    assertThat(stream.told().types()).containsExactly("snapshot", "gone", "end");
    eventually(() -> assertThat(live.metric("freshet_live_sockets")).isZero());
  }

  @Test
  void aMessageThatIsLostIsHealedByTheNextRead() {
    Live live = start(Map.of());
    write(1, 10, "created");
    SocketWatcher watcher = SocketWatcher.connect(sockets, live.webSocket(order));
    eventually(() -> assertThat(watcher.told().types()).containsExactly("snapshot"));

    Version version = new Version(2, 20);
    writer.writeUnheard(order, version, OrderWriter.document(order, version, "confirmed"));

    eventually(() -> assertIsAtTheNewest(watcher.told()));
    assertThat(live.metric("freshet_live_healed_total")).isEqualTo(1);
  }

  @Test
  void oneSubscriptionServesAllWhoWatchAnOrderAndEndsAfterThem() {
    Live live = start(HEALS_LATE);
    write(1, 10, "created");
    List<SocketWatcher> watchers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      watchers.add(SocketWatcher.connect(sockets, live.webSocket(order)));
    }
    eventually(
        () ->
            assertThat(watchers)
                .allSatisfy(each -> assertThat(each.told().types()).contains("snapshot")));
    assertThat(writer.listeners(order)).isEqualTo(1);

    write(2, 20, "confirmed");

    eventually(() -> assertThat(watchers).allSatisfy(each -> assertIsAtTheNewest(each.told())));
    watchers.forEach(SocketWatcher::close);
    eventually(() -> assertThat(writer.listeners(order)).isZero());
  }

  @Test
  void customersOfTwoServersAreToldTheSame() {
    Live one = start(HEALS_LATE);
    Live other = start(HEALS_LATE);
    write(1, 10, "created");
    SocketWatcher here = SocketWatcher.connect(sockets, one.webSocket(order));
    SocketWatcher there = SocketWatcher.connect(sockets, other.webSocket(order));
    eventually(() -> assertThat(here.told().types()).hasSize(1));
    eventually(() -> assertThat(there.told().types()).hasSize(1));

    write(2, 20, "confirmed");

    eventually(() -> assertIsAtTheNewest(here.told()));
    eventually(() -> assertIsAtTheNewest(there.told()));
    assertThat(writer.listeners(order)).isEqualTo(2);
  }

  @Test
  void whoTalksIsSentAway() {
    Live live = start(HEALS_LATE);
    SocketWatcher watcher = SocketWatcher.connect(sockets, live.webSocket(order));

    watcher.opened().join().sendText("hello", Callback.NOOP);

    eventually(() -> assertThat(watcher.closed()).contains("1003 Nothing is taken here"));
  }

  @Test
  void whoDrainsTellsEverybodyToComeBackLater() {
    Live live = start(HEALS_LATE);
    write(1, 10, "created");
    List<SocketWatcher> watchers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      watchers.add(SocketWatcher.connect(sockets, live.webSocket(order)));
    }
    StreamWatcher stream = StreamWatcher.connect(http, live.stream(order));
    eventually(
        () ->
            assertThat(watchers)
                .allSatisfy(each -> assertThat(each.told().types()).contains("snapshot")));
    eventually(() -> assertThat(stream.told().types()).contains("snapshot"));

    servers.remove(live);
    live.close();

    eventually(
        () ->
            assertThat(watchers)
                .allSatisfy(
                    each ->
                        assertThat(each.closed().orElse("open"))
                            .matches("1012 The server restarts; retry_ms=\\d+")));
    eventually(() -> assertThat(stream.told().types()).endsWith("end"));
  }

  private Live start(Map<String, String> settings) {
    Live live = Live.start(platform.settings(), http, settings);
    servers.add(live);

    return live;
  }

  private void write(long orderVersion, long millis, String state) {
    Version version = new Version(orderVersion, millis);
    writer.write(order, version, OrderWriter.document(order, version, state));
  }

  private void assertIsAtTheNewest(ToldOrder told) {
    assertThat(told.violations()).isEmpty();
    assertThat(told.order()).isEqualTo(ToldOrder.parsed(writer.read(order)));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }
}
