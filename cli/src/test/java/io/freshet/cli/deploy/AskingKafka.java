package io.freshet.cli.deploy;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A real broker that asks everybody who they are and lets nobody do what no ACL allows, with users
 * as Strimzi's operator makes them of {@code KafkaUser} resources. A second listener, for who
 * installs, asks nobody.
 */
final class AskingKafka implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int ITERATIONS = 4096;

  private final String door = "127.0.0.1:" + freePort();
  private final String inside = "127.0.0.1:" + freePort();
  private final Process process;

  private AskingKafka(String classPath, Path folder) throws IOException, InterruptedException {
    Path properties = Files.createDirectories(folder).resolve("server.properties");
    Files.writeString(properties, properties(folder.resolve("data"), "127.0.0.1:" + freePort()));
    Process format =
        java(
            classPath,
            folder.resolve("format.log"),
            List.of(
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                properties.toString()));
    if (format.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("format.log")));
    }
    process =
        java(
            classPath, folder.resolve("broker.log"), List.of("kafka.Kafka", properties.toString()));
  }

  /**
   * @param classPath of Kafka's server
   */
  static AskingKafka start(String classPath, Path folder) throws Exception {
    AskingKafka kafka = new AskingKafka(classPath, folder);
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(ExecutionException.class)
        .failFast(
            "The broker has ended",
            () -> {
              if (!kafka.process.isAlive()) {
                throw new IOException(Files.readString(folder.resolve("broker.log")));
              }
            })
        .until(
            () -> {
              try (Admin admin = kafka.admin()) {
                return !admin.describeCluster().nodes().get().isEmpty();
              }
            });

    return kafka;
  }

  /** Where everybody is asked. */
  String bootstrap() {
    return door;
  }

  /** Where nobody is. */
  String inside() {
    return inside;
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", inside));
  }

  /** Makes the user of a resource, with the rights that it names. */
  void make(Map<String, Object> user) throws ExecutionException, InterruptedException {
    String name = ((Map<?, ?>) user.get("metadata")).get("name").toString();
    Map<?, ?> spec = (Map<?, ?>) user.get("spec");
    List<AclBinding> bindings = new ArrayList<>();
    for (Object acl : (List<?>) ((Map<?, ?>) spec.get("authorization")).get("acls")) {
      for (Object operation : (List<?>) ((Map<?, ?>) acl).get("operations")) {
        bindings.add(
            new AclBinding(
                pattern((Map<?, ?>) ((Map<?, ?>) acl).get("resource")),
                new AccessControlEntry(
                    "User:" + name,
                    "*",
                    AclOperation.valueOf(constant(operation)),
                    AclPermissionType.ALLOW)));
      }
    }
    try (Admin admin = admin()) {
      admin.createAcls(bindings).all().get();
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      name,
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                      ImageLayout.SECRET)))
          .all()
          .get();
    }
  }

  private static ResourcePattern pattern(Map<?, ?> resource) {
    String type = constant(resource.get("type"));
    if (type.equals("CLUSTER")) {
      return new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL);
    }

    return new ResourcePattern(
        ResourceType.valueOf(type),
        resource.get("name").toString(),
        resource.get("patternType").equals("prefix") ? PatternType.PREFIXED : PatternType.LITERAL);
  }

  /** {@code DescribeConfigs} is DESCRIBE_CONFIGS. */
  private static String constant(Object word) {
    return word.toString().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  private String properties(Path data, String controller) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@%3$s
    listeners=SASL_PLAINTEXT://%1$s,INSIDE://%2$s,CONTROLLER://%3$s
    advertised.listeners=SASL_PLAINTEXT://%1$s,INSIDE://%2$s
    controller.listener.names=CONTROLLER
    inter.broker.listener.name=INSIDE
    listener.security.protocol.map=\
    SASL_PLAINTEXT:SASL_PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT
    log.dirs=%4$s
    auto.create.topics.enable=false
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=4
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    transaction.state.log.num.partitions=4
    transaction.max.timeout.ms=3600000
    group.initial.rebalance.delay.ms=0
    sasl.enabled.mechanisms=SCRAM-SHA-512
    listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config=\
    org.apache.kafka.common.security.scram.ScramLoginModule required;
    authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
    super.users=User:ANONYMOUS
    """
        .formatted(door, inside, controller, data);
  }

  private static Process java(String classPath, Path log, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                EngineImage.java(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath));
    command.addAll(arguments);

    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
