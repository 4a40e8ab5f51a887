package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.RunningRedis;
import io.freshet.testing.servers.RunningRedisCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;

/** Writes to a real Cluster whose nodes are killed, paused, forgetful and rearranged. */
@FullOnly
@Timeout(120)
class RedisClusterIT {
  private static final long SEED = 20_261_128;
  private static final int ORDERS = 300;
  private static final int VERSIONS = 12;
  private static final long TTL = 600_000;

  @TempDir private static Path folder;
  private static RunningRedisCluster cluster;
  private static JedisCluster reader;

  private final Tally tally = new Tally();

  @BeforeAll
  static void start() {
    cluster = RunningRedisCluster.start(folder);
    reader = new JedisCluster(HostAndPort.from(cluster.addresses().split(",")[0]));
  }

  @AfterAll
  static void stop() {
    reader.close();
    cluster.close();
  }

  @BeforeEach
  void empty() {
    cluster.primaries().forEach(node -> node.ask("FLUSHALL"));
  }

  @Test
  void endsWithTheNewestOfEachOnWhicheverNode() throws Exception {
    List<RedisWrite> writes = new ArrayList<>(writes(1, VERSIONS));
    writes.addAll(writes(1, VERSIONS));
    Collections.shuffle(writes, new Random(SEED));
    try (RedisWrites redis = open()) {
      send(redis, writes);
      redis.flush();
      assertEachHas(VERSIONS);

      int before = tally.stale;
      writes(1, VERSIONS).forEach(redis::add);
      redis.flush();
      assertThat(tally.stale).isEqualTo(before + ORDERS);
    }

    assertEachHas(VERSIONS);
    assertThat(tally.written).isGreaterThanOrEqualTo(ORDERS);
    assertThat(cluster.primaries())
        .hasSize(3)
        .allSatisfy(node -> assertThat(size(node)).isPositive());
  }

  @Test
  void takesTheHeartbeatWhicheverNodeHasItsSlot() throws Exception {
    try (RedisWrites redis = open()) {
      redis.add(Heartbeat.at(2_000));
      redis.add(Heartbeat.at(1_000));
      redis.flush();
    }

    assertThat(reader.get(RedisKeys.HEARTBEAT))
        .isEqualTo("{\"event_time_ms\":2000,\"event_time\":\"1970-01-01T00:00:02Z\"}");
  }

  @Test
  void losesNothingWhenAPrimaryIsKilledUnderLoad() throws Exception {
    RunningRedis killed = cluster.primaryOf(key(0));
    try (RedisWrites redis = open()) {
      for (int version = 1; version <= VERSIONS; version++) {
        send(redis, writes(version, version));
        if (version == VERSIONS / 2) {
          // What was told to be written must be so for whoever takes over.
          redis.flush();
          killed.kill();
        }
      }
      redis.flush();
      assertEachHas(VERSIONS);

      writes(1, VERSIONS - 1).forEach(redis::add);
      redis.flush();
      assertEachHas(VERSIONS);
      assertThat(cluster.primaryOf(key(0))).isNotSameAs(killed);
    } finally {
      killed.startAgain();
      cluster.awaitHealthy();
    }
  }

  @Test
  void whatIsWrittenHasAReplicaAsWell() throws Exception {
    try (RedisWrites redis = open()) {
      send(redis, writes(1, 1));
      redis.flush();
    }

    List<RunningRedis> primaries = cluster.primaries();
    assertThat(
            cluster.nodes().stream()
                .filter(node -> !primaries.contains(node))
                .mapToLong(RedisClusterIT::size)
                .sum())
        .isEqualTo(ORDERS);
    assertThat(primaries)
        .allSatisfy(
            node ->
                assertThat((String) node.ask("INFO", "commandstats")).contains("cmdstat_wait:"));
  }

  @Test
  void aNodeThatHangsKeepsNoOtherFromItsWrites() throws Exception {
    RunningRedis hanging = cluster.primaryOf(key(0));
    List<String> theirs = keysOf(hanging);
    try (RedisWrites redis = open()) {
      send(redis, writes(1, 1));
      redis.flush();
      hanging.pause();
      try {
        writes(2, 2).forEach(redis::add);
        redis.send();

        assertThat(redis.size()).as("what waits").isEqualTo(theirs.size());
      } finally {
        hanging.resume();
      }
      redis.flush();

      assertEachHas(2);
    } finally {
      cluster.awaitHealthy();
    }
  }

  @Test
  void goesOnAfterAllNodesForgotTheScript() throws Exception {
    try (RedisWrites redis = open()) {
      send(redis, writes(1, 1));
      redis.flush();
      cluster.primaries().forEach(node -> node.ask("SCRIPT", "FLUSH"));
      send(redis, writes(2, 2));
      redis.flush();
    }

    assertEachHas(2);
  }

  @Test
  void followsASlotThatMoves() throws Exception {
    String slot = Integer.toString(cluster.slot(key(7)));
    RunningRedis from = cluster.primaryOf(key(7));
    RunningRedis to =
        cluster.primaries().stream().filter(node -> node.port() != from.port()).findFirst().get();
    String fromId = (String) from.ask("CLUSTER", "MYID");
    String toId = (String) to.ask("CLUSTER", "MYID");
    try (RedisWrites redis = open()) {
      redis.add(write(8, 1));
      redis.flush();

      to.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", fromId);
      from.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", toId);
      redis.add(write(7, 1));
      redis.flush();
      assertThat(size(from) + size(to)).as("written where it was asked for").isPositive();
      assertThat(from.ask("CLUSTER", "COUNTKEYSINSLOT", slot)).isEqualTo(0L);
      assertThat(to.ask("CLUSTER", "COUNTKEYSINSLOT", slot)).isEqualTo(1L);

      cluster.primaries().forEach(node -> node.ask("CLUSTER", "SETSLOT", slot, "NODE", toId));
      redis.add(write(7, 2));
      redis.flush();
      assertThat(reader.get(key(7))).isEqualTo(document(7, 2));
      assertThat(to.ask("CLUSTER", "COUNTKEYSINSLOT", slot)).isEqualTo(1L);
    }
  }

  @Test
  void oneServerAndAClusterAreNotTakenForEachOther() throws Exception {
    int port = cluster.nodes().get(0).port();
    try (RedisWrites redis = open(RedisSettings.server("127.0.0.1", port, ""))) {
      writes(1, 1).forEach(redis::add);
      assertThatThrownBy(redis::flush)
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("does not take our writes: MOVED ")
          .hasMessageEndingWith("that redis.nodes names a Cluster and redis.host one server");
    }
    try (RunningRedis one = RunningRedis.start(Files.createDirectory(folder.resolve("one")));
        RedisWrites redis = open(RedisSettings.cluster(List.of("127.0.0.1:" + one.port()), ""))) {
      redis.add(write(1, 1));
      assertThatThrownBy(redis::flush)
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("ERR This instance has cluster support disabled")
          .hasMessageEndingWith("that redis.nodes names a Cluster and redis.host one server");
    }
  }

  private RedisWrites open() {
    return open(RedisSettings.cluster(List.of(cluster.addresses().split(",")), ""));
  }

  private RedisWrites open(RedisSettings settings) {
    return new RedisWrites(new RedisTarget(settings, ORDERS, Duration.ofMillis(20)), tally);
  }

  /** As the sink does: now and then what has come meanwhile. */
  private static void send(RedisWrites redis, List<RedisWrite> writes) throws InterruptedException {
    for (int i = 0; i < writes.size(); i++) {
      redis.add(writes.get(i));
      if (i % 50 == 49) {
        redis.send();
      }
    }
  }

  /** These versions of each order. */
  private static List<RedisWrite> writes(int from, int to) {
    List<RedisWrite> writes = new ArrayList<>();
    for (int version = from; version <= to; version++) {
      for (int order = 0; order < ORDERS; order++) {
        writes.add(write(order, version));
      }
    }

    return writes;
  }

  private static RedisWrite write(int order, int version) {
    return new RedisWrite(
        key(order),
        version,
        version * 1000L,
        TTL,
        RedisKeys.orderChannel("m", order),
        document(order, version));
  }

  private static String document(int order, int version) {
    return "{\"order_version\":%d,\"event_time_ms\":%d,\"order_id\":%d}"
        .formatted(version, version * 1000, order);
  }

  private static String key(int order) {
    return RedisKeys.order("m", order);
  }

  private static List<String> keysOf(RunningRedis node) {
    return IntStream.range(0, ORDERS)
        .mapToObj(RedisClusterIT::key)
        .filter(key -> cluster.primaryOf(key).port() == node.port())
        .toList();
  }

  private static void assertEachHas(int version) {
    for (int order = 0; order < ORDERS; order++) {
      assertThat(reader.get(key(order))).isEqualTo(document(order, version));
    }
    assertThat(cluster.primaries().stream().mapToLong(RedisClusterIT::size).sum())
        .as("documents on all nodes")
        .isEqualTo(ORDERS);
  }

  private static long size(RunningRedis node) {
    return (Long) node.ask("DBSIZE");
  }

  private static final class Tally implements RedisWrites.Counts {
    private int written;
    private int stale;

    @Override
    public void written() {
      written++;
    }

    @Override
    public void stale() {
      stale++;
    }

    @Override
    public void refused() {
      throw new AssertionError("A write was left out");
    }
  }
}
