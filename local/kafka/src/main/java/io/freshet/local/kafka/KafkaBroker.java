package io.freshet.local.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka node, broker and controller at once, on 127.0.0.1.
 *
 * <p>Formats its folder when that is new and keeps what it holds otherwise, so topics and
 * transactions survive a restart and a kill.
 */
public final class KafkaBroker {
  private static final int NODE_ID = 1;

  private KafkaBroker() {}

  /** Arguments: data folder, broker port, controller port. */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    int controllerPort = Integer.parseInt(arguments[2]);
    if (!Files.exists(data.resolve("meta.properties"))) {
      format(data);
    }
    KafkaConfig config = new KafkaConfig(properties(data, port, controllerPort), false);

    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
    server.startup();
    server.awaitShutdown();
  }

  private static void format(Path data) throws Exception {
    Files.createDirectories(data);
    Formatter formatter = new Formatter();
    formatter
        .setNodeId(NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(data.toString())
        .setMetadataLogDirectory(data.toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setIgnoreFormatted(true);
    formatter.run();
  }

  private static Properties properties(Path data, int port, int controllerPort) {
    String broker = "PLAINTEXT://127.0.0.1:" + port;
    String controller = "127.0.0.1:" + controllerPort;
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE_ID));
    properties.put("controller.quorum.voters", NODE_ID + "@" + controller);
    properties.put("listeners", broker + ",CONTROLLER://" + controller);
    properties.put("advertised.listeners", broker);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", data.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "0");
    // Flink's producers ask for more than the default of 15 minutes.
    properties.put("transaction.max.timeout.ms", "3600000");
    keepInternalTopicsOnOneBroker(properties);

    return properties;
  }

  /** Kafka's defaults of three replicas and 50 partitions never come up on a single broker. */
  private static void keepInternalTopicsOnOneBroker(Properties properties) {
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
  }
}
