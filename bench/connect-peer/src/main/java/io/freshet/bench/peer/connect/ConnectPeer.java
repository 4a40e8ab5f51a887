package io.freshet.bench.peer.connect;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.toolkit.Launcher;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.iceberg.connect.IcebergSinkConnector;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.transforms.InsertField;

/**
 * A stream into a table by what Kafka Connect and Iceberg bring: a standalone worker with Iceberg's
 * sink in one task, a commit every ten seconds. Kafka's client is set as our writer sets it.
 */
public final class ConnectPeer {
  private static final String COMMIT_INTERVAL_MILLIS = "10000";

  private final Settings settings;
  private final String name;
  private final String bootstrap;

  private ConnectPeer(Settings settings) {
    this.settings = settings;
    this.name = settings.text("peer.name");
    this.bootstrap = KafkaSettings.from(settings).bootstrap();
  }

  /**
   * Beside the platform's settings {@code peer.stream}, {@code peer.table}, {@code peer.name} of
   * the connector, new to this Kafka; {@code peer.port} of the worker's REST API, and {@code
   * peer.folder} for its files.
   */
  public static void main(String[] arguments) throws Exception {
    Launcher.endWithIt();
    ConnectPeer peer = new ConnectPeer(Settings.forProcess(arguments, System.getenv()));
    Path folder = Path.of(peer.settings.text("peer.folder"));
    Path worker = write(peer.worker(folder), folder.resolve("worker.properties"));
    Path sink = write(peer.sink(), folder.resolve("sink.properties"));
    peer.createControlTopic();
    ConnectStandalone.main(new String[] {worker.toString(), sink.toString()});
  }

  private static Path write(Map<String, String> values, Path file) throws IOException {
    Properties properties = new Properties();
    properties.putAll(values);
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }

    return file;
  }

  private Map<String, String> worker(Path folder) {
    return Map.ofEntries(
        Map.entry("bootstrap.servers", bootstrap),
        Map.entry("listeners", "http://127.0.0.1:" + settings.text("peer.port")),
        Map.entry("plugin.discovery", "service_load"),
        Map.entry("offset.storage.file.filename", folder.resolve("offsets").toString()),
        Map.entry("key.converter", ByteArrayConverter.class.getName()),
        Map.entry("value.converter", ByteArrayConverter.class.getName()),
        Map.entry("consumer.auto.offset.reset", "earliest"),
        Map.entry("consumer.isolation.level", "read_committed"),
        Map.entry("consumer.max.poll.records", "5000"),
        Map.entry("consumer.max.partition.fetch.bytes", Integer.toString(4 << 20)));
  }

  private Map<String, String> sink() {
    Contract contract =
        Contracts.read(Path.of(settings.text("contracts.path")))
            .require(settings.text("peer.stream"));
    Map<String, String> sink = new HashMap<>();
    sink.putAll(
        Map.of(
            "name",
            name,
            "connector.class",
            IcebergSinkConnector.class.getName(),
            "tasks.max",
            "1",
            "topics",
            Streams.topic(contract),
            "value.converter",
            FramedAvroConverter.class.getName(),
            "value.converter." + FramedAvroConverter.SCHEMA,
            AvroSchemas.of(contract).toString()));
    sink.putAll(
        Map.of(
            "transforms", "place",
            "transforms.place.type", InsertField.Value.class.getName(),
            "transforms.place.partition.field", PlatformColumns.PARTITION,
            "transforms.place.offset.field", PlatformColumns.OFFSET,
            "transforms.place.timestamp.field", PlatformColumns.RECEIVED_AT));
    sink.putAll(
        Map.of(
            "iceberg.tables",
            settings.text("peer.table"),
            "iceberg.control.topic",
            controlTopic(),
            "iceberg.control.commit.interval-ms",
            COMMIT_INTERVAL_MILLIS,
            "iceberg.kafka.bootstrap.servers",
            bootstrap,
            "iceberg.catalog.type",
            "rest"));
    LakeSettings.from(settings)
        .icebergProperties()
        .forEach((key, value) -> sink.put("iceberg.catalog." + key, value));

    return sink;
  }

  private String controlTopic() {
    return name + "-control";
  }

  private void createControlTopic() throws Exception {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
      admin.createTopics(List.of(new NewTopic(controlTopic(), 1, (short) 1))).all().get();
    }
  }
}
