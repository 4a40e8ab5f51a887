package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.local.Part;
import io.freshet.serving.eta.RedisCommands.Run;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.redis.RedisKeys;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.RunningRedis;
import io.freshet.testing.servers.RunningRedisCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rebuilds a Cluster from Kafka, of which a primary dies or loses all that it had. */
@FullOnly
@Timeout(150)
class RedisClusterRebuildIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private static final String MARKET = "boston";
  private static final int ORDERS = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static RunningRedisCluster cluster;
  private static RedisCommands commands;

  @BeforeAll
  static void sendOrders() throws Exception {
    cluster = RunningRedisCluster.start(Files.createDirectory(folder.resolve("redis")));
    commands = new RedisCommands(folder, settings());
    try (StreamedMarket streams = new StreamedMarket(platform.settings())) {
      List<CompletableFuture<?>> sent = new ArrayList<>();
      for (int order = 1; order <= ORDERS; order++) {
        sent.add(streams.send(created(order)));
      }
      sent.forEach(CompletableFuture::join);
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void empty() {
    cluster.primaries().forEach(node -> node.ask("FLUSHALL"));
  }

  @Test
  void endsWithAllWhenAPrimaryDiesInTheMiddle() {
    RunningRedis dying = cluster.primaryOf(RedisKeys.order(MARKET, 1));
    try {
      CompletableFuture<Run> rebuild =
          CompletableFuture.supplyAsync(
              () -> commands.run(Map.of("eta.redis-batch", "1"), "rebuild"));
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> size(dying) > ORDERS / 30);
      dying.kill();

      assertThat(rebuild.join().exitCode()).isZero();
      assertThat(sizeOfAll()).isEqualTo(ORDERS);
      assertThat(commands.run("compare").exitCode()).isZero();
    } finally {
      dying.startAgain();
      cluster.awaitHealthy();
    }
  }

  @Test
  void findsWhatOnePrimaryHasLostAndRepairsIt() {
    assertThat(commands.run("rebuild").exitCode()).isZero();
    RunningRedis forgetful = cluster.primaryOf(RedisKeys.order(MARKET, 1));
    long lost = size(forgetful);
    forgetful.ask("FLUSHALL");

    Run comparison = commands.run("compare");

    assertThat(comparison.exitCode()).isEqualTo(1);
    JsonNode found = comparison.result().path("orders");
    assertThat(found.path("missing").asLong()).isEqualTo(lost).isPositive();
    assertThat(found.path("equal").asLong()).isEqualTo(ORDERS - lost);
    Run repair = commands.run("compare", "--repair");
    assertThat(repair.exitCode()).isZero();
    assertThat(repair.result().path("repaired").asLong()).isEqualTo(lost);
    assertThat(commands.run("compare").exitCode()).isZero();
    assertThat(size(forgetful)).isEqualTo(lost);
  }

  private static OrderEvent created(long order) {
    return new OrderEvent(
        MARKET,
        order,
        1,
        OrderState.CREATED,
        PastMarket.at(TinyMarket.START),
        null,
        PastMarket.PLACE,
        PastMarket.PLACE,
        false);
  }

  private static long sizeOfAll() {
    return cluster.primaries().stream().mapToLong(RedisClusterRebuildIT::size).sum();
  }

  private static long size(RunningRedis node) {
    return (Long) node.ask("DBSIZE");
  }

  private static Map<String, String> settings() {
    Map<String, String> values = new HashMap<>(StreamedJob.inputs(platform.settings()));
    values.put("redis.nodes", cluster.addresses());

    return values;
  }
}
