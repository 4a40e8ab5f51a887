package io.freshet.testing.e2e;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Modules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/**
 * Three Kafka nodes, each broker and controller and a process of its own, beside the one that the
 * embedded platform has. What they hold survives a kill.
 */
final class ThreeBrokers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int NODES = 3;

  private final Path folder;
  private final String id = Uuid.randomUuid().toString();
  private final List<Integer> ports;
  private final Map<Integer, Process> running = new TreeMap<>();
  private final Admin admin;

  private ThreeBrokers(Path folder, List<Integer> ports) {
    this.folder = folder;
    this.ports = ports;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap()));
  }

  /**
   * @param folder of their own
   */
  static ThreeBrokers start(Path folder) throws IOException {
    ThreeBrokers brokers = new ThreeBrokers(Files.createDirectories(folder), freePorts(2 * NODES));
    for (int node = 1; node <= NODES; node++) {
      brokers.start(node);
    }
    brokers.awaitAll();

    return brokers;
  }

  /** All at once, so that none is named twice. */
  private static List<Integer> freePorts(int howMany) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < howMany; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }

      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  String bootstrap() {
    return IntStream.rangeClosed(1, NODES)
        .mapToObj(node -> "127.0.0.1:" + port(node))
        .collect(joining(","));
  }

  private int port(int node) {
    return ports.get(node - 1);
  }

  private int controllerPort(int node) {
    return ports.get(NODES + node - 1);
  }

  void start(int node) throws IOException {
    String voters =
        IntStream.rangeClosed(1, NODES)
            .mapToObj(each -> "%d@127.0.0.1:%d".formatted(each, controllerPort(each)))
            .collect(joining(","));
    running.put(
        node,
        new ProcessBuilder(
                Modules.around(Path.of(""), System.getenv())
                    .java(
                        "local/kafka",
                        List.of("-Xmx256m", "-XX:+UseSerialGC"),
                        "io.freshet.local.kafka.KafkaBroker",
                        folder.resolve("node-" + node).toAbsolutePath().toString(),
                        Integer.toString(port(node)),
                        Integer.toString(controllerPort(node)),
                        Integer.toString(node),
                        id,
                        voters))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("node-" + node + ".log").toFile()))
            .start());
  }

  /** SIGKILL. */
  void kill(int node) {
    running.remove(node).destroyForcibly().onExit().join();
  }

  /** SIGSTOP: it answers nobody, and nobody knows yet. */
  void pause(int node) {
    signal("-STOP", node);
  }

  /** SIGCONT. */
  void resume(int node) {
    signal("-CONT", node);
  }

  private void signal(String signal, int node) {
    try {
      Process kill =
          new ProcessBuilder("kill", signal, Long.toString(running.get(node).pid())).start();
      if (kill.onExit().join().exitValue() != 0) {
        throw new IllegalStateException("Node %d can't be sent %s".formatted(node, signal));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The nodes that have copies of a partition of the topic, other than its leader. */
  List<Integer> followers(String topic, int partition) {
    int leader = leader(topic, partition);

    return partitions(topic).get(partition).replicas().stream()
        .map(Node::id)
        .filter(node -> node != leader)
        .toList();
  }

  /** The number of the node that leads a partition of the topic. */
  int leader(String topic, int partition) {
    return partitions(topic).get(partition).leader().id();
  }

  /** Waits until every replica of the topic is in sync again. */
  void awaitInSync(String topic) {
    await("replicas in sync")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                partitions(topic).stream()
                    .allMatch(each -> each.isr().size() == each.replicas().size()));
  }

  private List<TopicPartitionInfo> partitions(String topic) {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .get(topic)
        .partitions();
  }

  private void awaitAll() {
    await("three brokers")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> admin.describeCluster().nodes().get().size() == NODES);
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    running.values().forEach(Process::destroyForcibly);
    running.values().forEach(process -> process.onExit().join());
  }
}
