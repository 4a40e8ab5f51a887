package io.freshet.testing.servers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;

/**
 * A real Redis Cluster of three primaries with a replica each. It fails over when a primary has not
 * been heard of for two seconds.
 */
public final class RunningRedisCluster implements AutoCloseable {
  private static final int PRIMARIES = 3;
  private static final int SLOTS = 16_384;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final List<RunningRedis> nodes = new ArrayList<>();

  private RunningRedisCluster() {}

  public static RunningRedisCluster start(Path folder) {
    RunningRedisCluster cluster = new RunningRedisCluster();
    try {
      for (int i = 0; i < 2 * PRIMARIES; i++) {
        cluster.nodes.add(node(Files.createDirectory(folder.resolve("node-" + i))));
      }
      cluster.join();
    } catch (IOException e) {
      cluster.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }

    return cluster;
  }

  private static RunningRedis node(Path folder) {
    return RunningRedis.start(
        folder,
        List.of(
            "--cluster-enabled",
            "yes",
            "--cluster-port",
            Integer.toString(RunningRedis.freePort()),
            "--cluster-announce-ip",
            "127.0.0.1",
            "--cluster-node-timeout",
            "2000",
            "--cluster-replica-validity-factor",
            "0",
            "--repl-diskless-sync-delay",
            "0",
            "--appendonly",
            "no"));
  }

  private void join() {
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
    }
    for (int i = 0; i < PRIMARIES; i++) {
      int from = SLOTS * i / PRIMARIES;
      int to = SLOTS * (i + 1) / PRIMARIES - 1;
      nodes.get(i).ask("CLUSTER", "ADDSLOTSRANGE", Integer.toString(from), Integer.toString(to));
    }
    for (RunningRedis other : nodes.subList(1, nodes.size())) {
      nodes
          .get(0)
          .ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(other.port()), busPort(other));
    }
    eventually(
        () -> everyNode(node -> info(node, "CLUSTER", "cluster_known_nodes:" + nodes.size())));
    for (int i = 0; i < PRIMARIES; i++) {
      String primary = (String) nodes.get(i).ask("CLUSTER", "MYID");
      RunningRedis replica = nodes.get(PRIMARIES + i);
      eventually(() -> replica.ask("CLUSTER", "REPLICATE", primary));
    }
    awaitHealthy();
  }

  private static String busPort(RunningRedis node) {
    return (String) ((List<?>) node.ask("CONFIG", "GET", "cluster-port")).get(1);
  }

  /** Some of its nodes as {@code host:port,host:port}: what clients are told. */
  public String addresses() {
    return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
  }

  public List<RunningRedis> nodes() {
    return List.copyOf(nodes);
  }

  public List<RunningRedis> primaries() {
    return alive().stream().filter(RunningRedisCluster::isPrimary).toList();
  }

  public int slot(String key) {
    return ((Long) alive().get(0).ask("CLUSTER", "KEYSLOT", key)).intValue();
  }

  /** Whoever takes writes of that key, as one who is alive sees it. */
  public RunningRedis primaryOf(String key) {
    int slot = slot(key);
    for (Object range : (List<?>) alive().get(0).ask("CLUSTER", "SLOTS")) {
      List<?> parts = (List<?>) range;
      if ((Long) parts.get(0) <= slot && slot <= (Long) parts.get(1)) {
        int port = ((Long) ((List<?>) parts.get(2)).get(1)).intValue();

        return nodes.stream().filter(node -> node.port() == port).findFirst().orElseThrow();
      }
    }
    throw new IllegalStateException("Nobody has slot " + slot);
  }

  /** Waits until each slot has a primary again, and each primary that can have one a replica. */
  public void awaitHealthy() {
    int replicas = alive().size() - PRIMARIES;
    eventually(
        () -> {
          everyNode(node -> info(node, "CLUSTER", "cluster_state:ok"));
          long followed =
              primaries().stream().filter(node -> has(node, "REPLICATION", "state=online")).count();
          require(primaries().size() == PRIMARIES, "three primaries");
          require(followed == replicas, replicas + " replicas");
        });
  }

  private List<RunningRedis> alive() {
    return nodes.stream().filter(RunningRedis::isAlive).toList();
  }

  private static boolean isPrimary(RunningRedis node) {
    return has(node, "REPLICATION", "role:master");
  }

  private void everyNode(Consumer<RunningRedis> check) {
    alive().forEach(check);
  }

  private static void info(RunningRedis node, String section, String wanted) {
    require(has(node, section, wanted), wanted + " at port " + node.port());
  }

  private static boolean has(RunningRedis node, String section, String wanted) {
    Object info =
        section.equals("CLUSTER") ? node.ask("CLUSTER", "INFO") : node.ask("INFO", section);

    return ((String) info).contains(wanted);
  }

  private static void require(boolean isSo, String what) {
    if (!isSo) {
      throw new AssertionError("Not yet: " + what);
    }
  }

  private static void eventually(ThrowingRunnable check) {
    await()
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(IllegalStateException.class)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(check);
  }

  @Override
  public void close() {
    nodes.forEach(RunningRedis::close);
  }
}
