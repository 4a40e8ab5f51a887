package io.freshet.ingestion.sqlapps.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.RunningRedis;
import io.freshet.testing.servers.RunningRedisCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;

/** Rows in a real Cluster, one of whose nodes is killed. */
@FullOnly
@Timeout(120)
class RedisClusterIT {
  private static final int CITIES = 60;

  @TempDir private static Path folder;
  private static RunningRedisCluster cluster;
  private static JedisCluster reader;

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

  @Test
  void keepsTheNewestRowOfEachOnWhicheverNode() throws Exception {
    try (RedisWriter writer = FreeDashers.writer(settings())) {
      write(writer, 2);
      write(writer, 1);
    }

    assertEachHas(2);
    assertThat(cluster.primaries())
        .hasSize(3)
        .allSatisfy(node -> assertThat((Long) node.ask("DBSIZE")).isPositive());
  }

  @Test
  void goesOnWithWhoeverTakesOverFromAPrimary() throws Exception {
    RunningRedis killed = cluster.primaryOf(key(0));
    try (RedisWriter writer = FreeDashers.writer(settings())) {
      write(writer, 3);
      killed.kill();

      write(writer, 4);

      assertEachHas(4);
      assertThat(cluster.primaryOf(key(0))).isNotSameAs(killed);
    } finally {
      killed.startAgain();
      cluster.awaitHealthy();
    }
  }

  @Test
  void goesOnAfterAllNodesForgotTheScript() throws Exception {
    try (RedisWriter writer = FreeDashers.writer(settings())) {
      write(writer, 5);
      cluster.primaries().forEach(node -> node.ask("SCRIPT", "FLUSH"));
      write(writer, 6);
    }

    assertEachHas(6);
  }

  @Test
  void oneServerAndAClusterAreNotTakenForEachOther() throws Exception {
    int port = cluster.nodes().get(0).port();
    assertRefused(RedisSettings.server("127.0.0.1", port, ""), "MOVED ");
    try (RunningRedis one = RunningRedis.start(Files.createDirectory(folder.resolve("one")))) {
      assertRefused(
          RedisSettings.cluster(List.of("127.0.0.1:" + one.port()), ""),
          "ERR This instance has cluster support disabled");
    }
  }

  private static void assertRefused(RedisSettings settings, String words) throws Exception {
    try (RedisWriter writer = FreeDashers.writer(settings)) {
      assertThatThrownBy(() -> write(writer, 1))
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("does not take our writes: " + words)
          .hasMessageEndingWith("that redis.nodes names a Cluster and redis.host one server");
    }
  }

  private static RedisSettings settings() {
    return RedisSettings.cluster(List.of(cluster.addresses().split(",")), "");
  }

  /** All cities, as they were at that second. */
  private static void write(RedisWriter writer, long second) throws Exception {
    for (int city = 0; city < CITIES; city++) {
      writer.write(FreeDashers.row("city" + city, second, second), null);
    }
    writer.flush(false);
  }

  private static void assertEachHas(long second) {
    for (int city = 0; city < CITIES; city++) {
      assertThat(reader.hget(key(city), "free")).isEqualTo(Long.toString(second));
    }
  }

  private static String key(int city) {
    return "free:city" + city;
  }
}
