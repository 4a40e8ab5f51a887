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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Orders that are written in any order, twice, and at times without a message, while customers come
 * and go at two servers: whatever they are told leads to what Redis holds.
 */
class RandomWritesIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);

  private static final int ORDERS = 15;
  private static final int VERSIONS = 60;
  private static final List<String> STATES =
      List.of("created", "confirmed", "preparing", "ready", "dasher_assigned", "picked_up");

  private static WebSocketClient sockets;
  private static HttpClient http;
  private static OrderWriter writer;

  private final List<ToldOrder> told = new ArrayList<>();
  private final List<OrderKey> toldOrders = new ArrayList<>();
  private final List<SocketWatcher> leaving = new ArrayList<>();

  /** One call of the ETA job; no message comes of it where it is not heard. */
  private record Write(OrderKey order, Version version, boolean isHeard) {}

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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everybodyEndsAtTheNewestAndNobodyGoesBack(int seed) {
    Random random = new Random(seed);
    List<OrderKey> orders = orders(seed);
    List<Write> writes = writes(orders, random);
    try (Live one = Live.start(platform.settings(), http, Map.of());
        Live other = Live.start(platform.settings(), http, Map.of())) {
      for (int i = 0; i < writes.size(); i++) {
        if (i % 20 == 0) {
          comeAndGo(random.nextBoolean() ? one : other, orders, random);
        }
        apply(writes.get(i));
      }
      for (OrderKey order : orders) {
        come(one, order, random);
      }

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                for (int i = 0; i < told.size(); i++) {
                  assertThat(told.get(i).order())
                      .as("Order %s of seed %d", toldOrders.get(i), seed)
                      .isEqualTo(ToldOrder.parsed(writer.read(toldOrders.get(i))));
                }
              });
      assertThat(told).hasSizeGreaterThan(ORDERS);
      assertThat(told).allSatisfy(each -> assertThat(each.violations()).isEmpty());
      assertThat(leaving).allSatisfy(each -> assertThat(each.told().violations()).isEmpty());
      assertThat(
              one.metric("freshet_live_healed_total") + other.metric("freshet_live_healed_total"))
          .as("what no message has told")
          .isPositive();
    }
  }

  private static List<OrderKey> orders(int seed) {
    List<OrderKey> orders = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      orders.add(new OrderKey("random", seed * 1000L + i));
    }

    return orders;
  }

  /** Each version once or twice, some of them far from their place. */
  private static List<Write> writes(List<OrderKey> orders, Random random) {
    List<Write> writes = new ArrayList<>();
    for (OrderKey order : orders) {
      for (int i = 0; i < VERSIONS; i++) {
        Version version = new Version(1 + i / 10, 1000L * i + random.nextInt(1000));
        for (int copies = 1 + random.nextInt(2); copies > 0; copies--) {
          writes.add(new Write(order, version, random.nextInt(10) > 0));
        }
      }
    }
    Collections.shuffle(writes, random);
    // Half of them in their order, so that there is something new for long; the rest is late.
    writes.subList(0, writes.size() / 2).sort(Comparator.comparing(Write::version));

    return writes;
  }

  private static void apply(Write write) {
    String state = STATES.get((int) write.version().orderVersion() - 1);
    String document = OrderWriter.document(write.order(), write.version(), state);
    if (write.isHeard()) {
      writer.write(write.order(), write.version(), document);
    } else {
      writer.writeUnheard(write.order(), write.version(), document);
    }
  }

  private void comeAndGo(Live live, List<OrderKey> orders, Random random) {
    OrderKey order = orders.get(random.nextInt(orders.size()));
    if (random.nextInt(3) == 0) {
      leaving.add(SocketWatcher.connect(sockets, live.webSocket(order)));
      leaving.get(random.nextInt(leaving.size())).close();
    } else {
      come(live, order, random);
    }
  }

  private void come(Live live, OrderKey order, Random random) {
    told.add(
        random.nextInt(4) == 0
            ? StreamWatcher.connect(http, live.stream(order)).told()
            : SocketWatcher.connect(sockets, live.webSocket(order)).told());
    toldOrders.add(order);
  }
}
