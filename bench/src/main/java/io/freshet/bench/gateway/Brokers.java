package io.freshet.bench.gateway;

import io.freshet.bench.ChildProcess;
import io.freshet.bench.Pauses;
import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Stage;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** Three Kafka nodes beside the platform's one, each a process of its own. */
final class Brokers implements AutoCloseable {
  private static final int NODES = 3;
  private static final String MAIN = "io.freshet.local.kafka.KafkaBroker";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration QUESTION = Duration.ofSeconds(5);

  private final List<ChildProcess> processes;
  private final String bootstrap;
  private final ProcessMeter meter;

  private Brokers(List<ChildProcess> processes, String bootstrap, ProcessMeter meter) {
    this.processes = processes;
    this.bootstrap = bootstrap;
    this.meter = meter;
  }

  static Brokers start(Stage stage) {
    List<Integer> ports = freePorts(2 * NODES);
    String voters =
        IntStream.rangeClosed(1, NODES)
            .mapToObj(node -> "%d@127.0.0.1:%d".formatted(node, ports.get(NODES + node - 1)))
            .collect(Collectors.joining(","));
    String cluster = Uuid.randomUuid().toString();
    long begin = System.nanoTime();
    List<ChildProcess> processes = new ArrayList<>();
    for (int node = 1; node <= NODES; node++) {
      processes.add(
          ChildProcess.start(
              "broker " + node,
              command(stage, node, ports, cluster, voters),
              Map.of(),
              stage.platform().folder().log("broker-" + node)));
    }
    Brokers brokers =
        new Brokers(
            processes,
            ports.subList(0, NODES).stream()
                .map("127.0.0.1:%d"::formatted)
                .collect(Collectors.joining(",")),
            new ProcessMeter(processes.stream().map(ChildProcess::pid).toList(), begin));
    try {
      brokers.awaitAll();

      return brokers;
    } catch (RuntimeException e) {
      brokers.close();
      throw e;
    }
  }

  private static List<String> command(
      Stage stage, int node, List<Integer> ports, String cluster, String voters) {
    return stage
        .modules()
        .java(
            "local/kafka",
            List.of("-Xmx384m"),
            MAIN,
            stage.scratch().resolve("broker-" + node).toString(),
            Integer.toString(ports.get(node - 1)),
            Integer.toString(ports.get(NODES + node - 1)),
            Integer.toString(node),
            cluster,
            voters);
  }

  String bootstrap() {
    return bootstrap;
  }

  ProcessMeter meter() {
    return meter;
  }

  private void awaitAll() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      while (System.nanoTime() < end) {
        processes.forEach(ChildProcess::requireAlive);
        if (nodes(admin) == NODES) {
          return;
        }
        Pauses.pause(Duration.ofMillis(500));
      }
    }
    throw new FreshetException(
        Fault.DEPENDENCY, "Three brokers do not find each other within %s".formatted(PATIENCE));
  }

  private static int nodes(Admin admin) {
    try {
      return KafkaFaults.answer(admin.describeCluster().nodes(), QUESTION, "count brokers").size();
    } catch (FreshetException notYet) {
      return 0;
    }
  }

  /** All at once, so that none is named twice. */
  static List<Integer> freePorts(int howMany) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < howMany; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }

      return ports;
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "There are no free ports", e);
    }
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::close);
  }
}
