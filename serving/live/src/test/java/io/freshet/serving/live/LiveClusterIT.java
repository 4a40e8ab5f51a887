package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.Version;
import io.freshet.serving.live.redis.LettuceDocuments;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.RunningRedis;
import io.freshet.testing.servers.RunningRedisCluster;
import io.lettuce.core.RedisException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What customers are told where Redis is a Cluster, and while it fails over. */
@FullOnly
class LiveClusterIT {
  private static final int ORDERS = 60;
  private static final Map<String, String> HEALS_LATE = Map.of("live.heal-every", "1m");

  @TempDir private static Path folder;
  private static RunningRedisCluster cluster;
  private static WebSocketClient sockets;
  private static HttpClient http;
  private static OrderWriter writer;

  @BeforeAll
  static void open() throws Exception {
    cluster = RunningRedisCluster.start(folder);
    sockets = Sockets.open();
    http = HttpClient.newHttpClient();
    writer = OrderWriter.toCluster(cluster.addresses());
  }

  @AfterAll
  static void close() throws Exception {
    writer.close();
    sockets.stop();
    cluster.close();
  }

  @Test
  void eachChangeComesByTheChannelOfItsNode() {
    String market = "channels";
    write(market, 1);
    try (Live live = Live.start(cluster.addresses(), http, HEALS_LATE)) {
      List<SocketWatcher> watchers = watch(live, market);
      everybodyIsAt(watchers, 1);

      write(market, 2);
      write(market, 3);

      everybodyIsAt(watchers, 3);
      assertThat(live.metric("freshet_live_healed_total")).isZero();
    }
    assertThat(
            IntStream.range(0, ORDERS)
                .mapToObj(i -> cluster.primaryOf(order(market, i).redisName()).port())
                .distinct())
        .hasSize(3);
  }

  @Test
  void manyAreReadAtOnceFromAllNodesInTheirOrder() {
    String market = "batch";
    write(market, 1);
    String wanted =
        IntStream.rangeClosed(0, ORDERS)
            .mapToObj("{\"market\": \"batch\", \"order_id\": %d}"::formatted)
            .collect(Collectors.joining(",", "{\"orders\": [", "]}"));
    String documents =
        IntStream.range(0, ORDERS)
            .mapToObj(i -> document(market, i, 1))
            .collect(Collectors.joining(",", "{\"orders\":[", ",null]}"));
    try (Live live = Live.start(cluster.addresses(), http, HEALS_LATE)) {
      assertThat(live.batch(wanted)).isEqualTo(documents);
    }
  }

  @Test
  void everybodyEndsAtTheNewestThoughAPrimaryIsKilledAndNobodyGoesBack() {
    String market = "failover";
    RunningRedis killed = cluster.primaryOf(order(market, 0).redisName());
    write(market, 1);
    try (Live live = Live.start(cluster.addresses(), http, Map.of())) {
      List<SocketWatcher> watchers = watch(live, market);
      everybodyIsAt(watchers, 1);

      write(market, 2);
      killed.kill();
      long killedAt = System.nanoTime();
      write(market, 3);
      write(market, 4);

      everybodyIsAt(watchers, 4);
      System.out.printf(
          "%d watchers are at the newest %.1f s after a primary was killed%n",
          watchers.size(), (System.nanoTime() - killedAt) / 1e9);
      assertThat(cluster.primaryOf(order(market, 0).redisName())).isNotSameAs(killed);
      isHeardAgain(live, market, watchers, 5);

      killed.startAgain();
      cluster.awaitHealthy();
      isHeardAgain(live, market, watchers, 100);
    } finally {
      if (!killed.isAlive()) {
        killed.startAgain();
      }
      cluster.awaitHealthy();
    }
  }

  @Test
  void oneServerAndAClusterAreNotTakenForEachOther() throws Exception {
    RedisSettings node = RedisSettings.server("127.0.0.1", cluster.nodes().get(0).port(), "");
    assertThatThrownBy(() -> LettuceDocuments.connect(node, Duration.ofSeconds(20)))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
        .hasMessage(
            "Redis at %s is part of a Cluster; name some of its nodes in redis.nodes, not in"
                + " redis.host",
            node);
    try (RunningRedis one = RunningRedis.start(Files.createDirectory(folder.resolve("one")))) {
      RedisSettings nodes = RedisSettings.cluster(List.of("127.0.0.1:" + one.port()), "");
      assertThatThrownBy(() -> LettuceDocuments.connect(nodes, Duration.ofSeconds(20)))
          .isInstanceOfSatisfying(
              FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
          .hasMessage(
              "Redis at %s refuses us: ERR This instance has cluster support disabled; check"
                  + " redis.password, and that redis.nodes names a Cluster",
              nodes);
    }
  }

  /** A change comes to everybody before any read brings it, once all have been subscribed anew. */
  private static void isHeardAgain(
      Live live, String market, List<SocketWatcher> watchers, int version) {
    int[] next = {version};
    eventually(
        () -> {
          double healed = live.metric("freshet_live_healed_total");
          write(market, next[0]);
          everybodyIsAt(watchers, next[0]++);
          assertThat(live.metric("freshet_live_healed_total")).isEqualTo(healed);
        });
  }

  private static List<SocketWatcher> watch(Live live, String market) {
    List<SocketWatcher> watchers = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      watchers.add(SocketWatcher.connect(sockets, live.webSocket(order(market, i))));
    }

    return watchers;
  }

  /** All orders; where a node is away, as soon as its slots are another's. */
  private static void write(String market, int version) {
    for (int i = 0; i < ORDERS; i++) {
      OrderKey order = order(market, i);
      String document = document(market, i, version);
      eventually(() -> writer.write(order, new Version(version, 10), document));
    }
  }

  private static String document(String market, int i, int version) {
    return OrderWriter.document(order(market, i), new Version(version, 10), "preparing");
  }

  private static OrderKey order(String market, int i) {
    return new OrderKey(market, i);
  }

  private static void everybodyIsAt(List<SocketWatcher> watchers, int version) {
    eventually(
        () ->
            assertThat(watchers)
                .allSatisfy(
                    each -> assertThat(each.told().version()).isEqualTo(new Version(version, 10))));
    assertThat(watchers).allSatisfy(each -> assertThat(each.told().violations()).isEmpty());
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(RedisException.class)
        .untilAsserted(assertion);
  }
}
