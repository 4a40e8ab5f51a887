package io.freshet.ingestion.sqlapps;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.EventIds;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.Settings;
import io.freshet.ingestion.sqlapps.application.ApplicationFile;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.plan.OperatorPlan;
import io.freshet.ingestion.sqlapps.sql.SqlCheck;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** A version of a shipped application on streams of its own. */
final class Deployed implements AutoCloseable {
  private static final Path PROJECT = Path.of("..", "..", "contracts");

  private final EmbeddedPlatform platform;
  private final KafkaSettings kafka;
  private final HttpSchemaRegistry registry;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final KnownContracts contracts;
  private final Path version;
  private Optional<JobClient> job = Optional.empty();

  /**
   * @param streams of the application, which get names that no other test uses
   */
  Deployed(EmbeddedPlatform platform, Path folder, String application, List<String> streams)
      throws IOException {
    this.platform = platform;
    this.kafka = KafkaSettings.from(platform.settings());
    this.registry = new HttpSchemaRegistry(RegistrySettings.from(platform.settings()));
    streams.forEach(stream -> names.put(stream, platform.uniqueName(stream)));
    Path shipped = Path.of("applications", application);
    Path own = Files.createDirectories(folder.resolve(application));
    copy(PROJECT, folder.resolve("project"));
    if (Files.isDirectory(shipped.resolve("contracts"))) {
      copy(shipped.resolve("contracts"), own.resolve("contracts"));
    }
    Path file = own.resolve("application.yaml");
    Files.writeString(
        file,
        renamed(Files.readString(shipped.resolve(application + ".yaml")))
            .replace("checkpointInterval: 10s", "checkpointInterval: 500ms")
            .replace("start: latest", "start: earliest"));
    this.contracts = KnownContracts.of(folder.resolve("project"), file);
    try (Admin admin = admin()) {
      StreamProvisioner provisioner = new StreamProvisioner(admin, registry, kafka);
      streams.forEach(stream -> provisioner.apply(contract(stream)));
    }
    this.version = writeVersion(file);
  }

  private Path writeVersion(Path path) throws IOException {
    ApplicationFile file = ApplicationFile.read(path);
    OperatorPlan plan =
        SqlCheck.plan(file.application().orElseThrow(), contracts, file.findings())
            .orElseThrow(() -> new AssertionError(file.findings().all().toString()));
    Path folder = path.resolveSibling("version");
    ApplicationVersion.of(file, contracts, plan).write(folder);

    return folder;
  }

  /** The folder that whoever runs it is told of. */
  Path version() {
    return version;
  }

  /** Runs it in Flink's cluster of this process, with settings over those of the platform. */
  Deployed runHere(Map<String, String> more) throws Exception {
    Map<String, String> arguments = new HashMap<>(more);
    arguments.put("app.folder", version.toString());
    Settings settings = Settings.load(platform.profile(), Map.of(), arguments);
    job =
        Optional.of(
            new SqlApplication(ApplicationSettings.from(settings), settings)
                .submit()
                .getJobClient()
                .orElseThrow());

    return this;
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
  }

  private void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        Files.writeString(
            to.resolve(renamed(file.getFileName().toString())), renamed(Files.readString(file)));
      }
    }
  }

  private String renamed(String text) {
    String renamed = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      renamed = renamed.replaceAll("\\b" + name.getKey() + "\\b", name.getValue());
    }

    return renamed;
  }

  Contract contract(String stream) {
    return contracts.contract(names.get(stream));
  }

  /** Sends events, acknowledged when it returns. */
  void send(String stream, List<Map<String, Object>> events) {
    send(stream, events, EventProducer::send);
  }

  /** The same, marked as tests. */
  void sendTests(String stream, List<Map<String, Object>> events) {
    String type = contract(stream).name();
    EventIds ids = EventIds.random();
    send(
        stream,
        events,
        (producer, payload) ->
            producer.sendTest(
                new Envelope(ids.nextText(), "/test", type, Optional.empty(), Optional.empty()),
                payload));
  }

  private void send(
      String stream,
      List<Map<String, Object>> events,
      BiConsumer<EventProducer, GenericRecord> sending) {
    Contract contract = contract(stream);
    PayloadBuilder payloads = new PayloadBuilder(contract);
    try (EventProducer producer =
        EventProducer.open(contract, kafka, registry, Origin.of("/test"))) {
      for (Map<String, Object> event : events) {
        event.forEach(payloads::set);
        sending.accept(producer, payloads.build());
      }
      producer.flush();
    }
  }

  /** What readers of committed records find on a stream. */
  List<GenericRecord> received(String stream) {
    List<GenericRecord> all = new ArrayList<>();
    try (EventConsumer consumer =
        EventConsumer.fromBeginning(kafka, registry, List.of(contract(stream)))) {
      do {
        for (Received each : consumer.poll(Duration.ofMillis(200))) {
          all.add(((Decoded.Event) each.decoded()).payload());
        }
      } while (!consumer.isAtEnd());
    }

    return all;
  }

  /** Whether a stream of one partition has records that nobody has committed yet. */
  boolean holdsUncommitted(String stream) throws Exception {
    try (Admin admin = admin()) {
      long end = end(admin, stream, IsolationLevel.READ_UNCOMMITTED);

      return end(admin, stream, IsolationLevel.READ_COMMITTED) < end;
    }
  }

  private long end(Admin admin, String stream, IsolationLevel isolation) throws Exception {
    TopicPartition partition = new TopicPartition(Streams.topic(contract(stream)), 0);

    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
        .partitionResult(partition)
        .get()
        .offset();
  }

  @Override
  public void close() throws Exception {
    if (job.isPresent()) {
      job.get().cancel().get();
    }
  }
}
