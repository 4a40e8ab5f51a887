package io.freshet.bench.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.bench.ChildProcess;
import io.freshet.bench.Pauses;
import io.freshet.bench.ProcessMeter;
import io.freshet.bench.Stage;
import io.freshet.bench.wrk.Requests;
import io.freshet.bench.wrk.Requests.Request;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Apache Flume between HTTP and a topic, as a process: its HTTP source and its Kafka channel. */
final class FlumeBridge implements AutoCloseable {
  static final String TOPIC = "bench_flume";
  static final int PARTITIONS = 4;

  private static final String MODULE = "bench/flume-peer";
  private static final String MAIN = "org.apache.flume.node.Application";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  // Batches, lingering and compression as the gateway's durable producer has them.
  private static final String SETTINGS =
      """
      bridge.sources = http
      bridge.channels = topic
      bridge.sources.http.type = http
      bridge.sources.http.bind = 127.0.0.1
      bridge.sources.http.port = %d
      bridge.sources.http.channels = topic
      bridge.channels.topic.type = org.apache.flume.channel.kafka.KafkaChannel
      bridge.channels.topic.kafka.bootstrap.servers = %s
      bridge.channels.topic.kafka.topic = %s
      bridge.channels.topic.parseAsFlumeEvent = false
      bridge.channels.topic.kafka.producer.acks = all
      bridge.channels.topic.kafka.producer.compression.type = lz4
      bridge.channels.topic.kafka.producer.linger.ms = 5
      bridge.channels.topic.kafka.producer.batch.size = 131072
      """;

  private final ChildProcess process;
  private final int port;
  private final ProcessMeter meter;

  private FlumeBridge(ChildProcess process, int port, ProcessMeter meter) {
    this.process = process;
    this.port = port;
    this.meter = meter;
  }

  static FlumeBridge start(Stage stage) {
    createTopic(stage);
    int port = Brokers.freePorts(1).get(0);
    Path settings = stage.scratch().resolve("flume.properties");
    try {
      Files.writeString(settings, SETTINGS.formatted(port, stage.kafka().bootstrap(), TOPIC));
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot write " + settings, e);
    }
    long begin = System.nanoTime();
    ChildProcess process =
        ChildProcess.start(
            "Flume", command(stage, settings), Map.of(), stage.platform().folder().log("flume"));
    FlumeBridge bridge =
        new FlumeBridge(process, port, new ProcessMeter(List.of(process.pid()), begin));
    try {
      bridge.awaitOpen();

      return bridge;
    } catch (RuntimeException e) {
      bridge.close();
      throw e;
    }
  }

  private static void createTopic(Stage stage) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stage.kafka().bootstrap()))) {
      KafkaFaults.answer(
          admin.createTopics(Set.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all(),
          PATIENCE,
          "create the topic " + TOPIC);
    }
  }

  private static List<String> command(Stage stage, Path settings) {
    return stage
        .modules()
        .java(
            MODULE,
            List.of("-Xmx512m"),
            MAIN,
            "--name",
            "bridge",
            "--conf-file",
            settings.toString(),
            "--no-reload-conf");
  }

  private void awaitOpen() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      process.requireAlive();
      if (isOpen()) {
        return;
      }
      Pauses.pause(Duration.ofMillis(100));
    }
    throw new FreshetException(
        Fault.DEPENDENCY, "Flume does not start within %s".formatted(PATIENCE));
  }

  private boolean isOpen() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  ProcessMeter meter() {
    return meter;
  }

  /** Requests of so many pings each, in the JSON that Flume takes. */
  Requests requests(int events) {
    return new Requests(
        "http://127.0.0.1:%d".formatted(port),
        "application/json",
        Shape.bodies(random -> body(events, random)).stream()
            .map(body -> Request.post("/", "", body))
            .toList());
  }

  private static String body(int events, Random random) {
    ArrayNode body = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < events; i++) {
      body.addObject().put("body", Shape.ping(random).toString()).putObject("headers");
    }

    return body.toString();
  }

  @Override
  public void close() {
    process.close();
  }
}
