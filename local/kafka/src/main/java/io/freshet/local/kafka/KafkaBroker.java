package io.freshet.local.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka node, broker and controller at once, on 127.0.0.1; alone or one of several.
 *
 * <p>Formats its folder when that is new and keeps what it holds otherwise, so topics and
 * transactions survive a restart and a kill.
 */
public final class KafkaBroker {
  private static final int ARGUMENTS_OF_SEVERAL = 6;

  /** The port of a second listener and that of the proxy which its clients are told of. */
  private static final String DOOR = "FRESHET_KAFKA_DOOR";

  private final Path data;
  private final int port;
  private final int controllerPort;
  private final Cluster cluster;

  private KafkaBroker(Path data, int port, int controllerPort, Cluster cluster) {
    this.data = data;
    this.port = port;
    this.controllerPort = controllerPort;
    this.cluster = cluster;
  }

  /**
   * The cluster that a node is of.
   *
   * @param node the number of this one
   * @param voters all nodes, such as {@code 1@127.0.0.1:9093,2@127.0.0.1:9193}
   */
  private record Cluster(int node, String id, String voters) {
    int nodes() {
      return voters.split(",", -1).length;
    }
  }

  /**
   * Arguments: data folder, broker port, controller port; of one of several nodes also its number,
   * the cluster's id, and all nodes as {@code 1@127.0.0.1:9093,2@127.0.0.1:9193}.
   */
  public static void main(String[] arguments) throws Exception {
    int controllerPort = Integer.parseInt(arguments[2]);
    Cluster cluster =
        arguments.length == ARGUMENTS_OF_SEVERAL
            ? new Cluster(Integer.parseInt(arguments[3]), arguments[4], arguments[5])
            : new Cluster(1, Uuid.randomUuid().toString(), "1@127.0.0.1:" + controllerPort);

    new KafkaBroker(Path.of(arguments[0]), Integer.parseInt(arguments[1]), controllerPort, cluster)
        .run();
  }

  private void run() throws Exception {
    if (!Files.exists(data.resolve("meta.properties"))) {
      format();
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties(), false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
    server.startup();
    server.awaitShutdown();
  }

  private void format() throws Exception {
    Files.createDirectories(data);
    Formatter formatter = new Formatter();
    formatter
        .setNodeId(cluster.node())
        .setClusterId(cluster.id())
        .addDirectory(data.toString())
        .setMetadataLogDirectory(data.toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setIgnoreFormatted(true);
    formatter.run();
  }

  private Properties properties() {
    String broker = "PLAINTEXT://127.0.0.1:" + port;
    String controller = "127.0.0.1:" + controllerPort;
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(cluster.node()));
    properties.put("controller.quorum.voters", cluster.voters());
    properties.put("listeners", broker + ",CONTROLLER://" + controller);
    properties.put("advertised.listeners", broker);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", data.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "0");
    // Flink's producers ask for more than the default of 15 minutes.
    properties.put("transaction.max.timeout.ms", "3600000");
    sizeInternalTopics(properties);
    Optional.ofNullable(System.getenv(DOOR)).ifPresent(door -> addDoor(properties, door));

    return properties;
  }

  private static Object joined(Object some, Object more) {
    return some.toString() + more;
  }

  /** A listener whose clients come by a proxy. */
  private static void addDoor(Properties properties, String door) {
    String[] ports = door.split(":", -1);
    properties.merge("listeners", ",DOOR://127.0.0.1:" + ports[0], KafkaBroker::joined);
    properties.merge("advertised.listeners", ",DOOR://127.0.0.1:" + ports[1], KafkaBroker::joined);
    properties.merge("listener.security.protocol.map", ",DOOR:PLAINTEXT", KafkaBroker::joined);
    properties.put("inter.broker.listener.name", "PLAINTEXT");
  }

  /** Kafka's defaults of three replicas and 50 partitions never come up on a single broker. */
  private void sizeInternalTopics(Properties properties) {
    String replicas = Integer.toString(Math.min(3, cluster.nodes()));
    String inSync = Integer.toString(Math.min(2, cluster.nodes()));
    properties.put("offsets.topic.replication.factor", replicas);
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", replicas);
    properties.put("transaction.state.log.min.isr", inSync);
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.replication.factor", replicas);
    properties.put("share.coordinator.state.topic.min.isr", inSync);
  }
}
