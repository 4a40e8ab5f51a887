package io.freshet.cli.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.cli.OwnContract;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code app new --kind datastream} drafts, by the commands of its README. */
@FullOnly
class DataStreamTemplateIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY, Part.S3);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Instant NOON = Instant.parse("2024-05-17T12:00:00Z");

  /** Enough that each partition has one. */
  private static final int LATER_ORDERS = 40;

  @TempDir private Path folder;
  private final String name = platform.uniqueName("busy").replace('_', '-');
  private final KafkaSettings kafka = KafkaSettings.from(platform.settings());
  private final HttpSchemaRegistry registry =
      new HttpSchemaRegistry(RegistrySettings.from(platform.settings()));
  private UsersCheckout checkout;
  private OwnContract own;
  private Contract contract;
  private boolean isRunning;

  @BeforeEach
  void prepare() throws Exception {
    own = OwnContract.of("order_events", platform, folder);
    contract = own.contract();
    checkout =
        UsersCheckout.in(folder)
            .with("FRESHET_STATE", platform.platform().folder().root().toString())
            // Where the contract of its own is named.
            .with("FRESHET_PROFILE", folder.resolve("profile.yaml").toString());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      new StreamProvisioner(admin, registry, kafka).apply(contract);
      beginAtTheBeginning(admin);
    }
  }

  /** As Kafka's tools do it: else the application begins with what comes once it runs. */
  private void beginAtTheBeginning(Admin admin) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (int partition = 0; partition < contract.requireStream().partitions(); partition++) {
      offsets.put(new TopicPartition(Streams.topic(contract), partition), new OffsetAndMetadata(0));
    }
    admin.alterConsumerGroupOffsets("freshet-app-" + name, offsets).all().get();
  }

  @AfterEach
  void stop() throws Exception {
    if (isRunning) {
      checkout.freshetOfThisBuild("app", "stop", name);
    }
  }

  @Test
  void buildsAndRunsByTheCommandsOfItsReadme() throws Exception {
    checkout.freshet("app", "new", name, "--reads", own.name(), "--kind", "datastream");
    Path project = checkout.folder().resolve(name);
    List<String> commands = commands(project.resolve("README.md"));
    assertThat(commands).hasSize(3).element(2).isEqualTo("./freshet app run .");

    checkout.shell(project, commands.get(0));
    assertThat(checkout.shell(project, commands.get(1)))
        .contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");

    send();
    isRunning = true;
    assertThat(checkout.freshetOfThisBuild("app", "run", project.toString()))
        .contains("%1$s runs until ./freshet app stop %1$s".formatted(name));
    await("counts").atMost(PATIENCE).untilAsserted(this::assertCounts);

    assertThat(checkout.freshetOfThisBuild("app", "stop", name)).contains(name + " is stopped");
    isRunning = false;
    assertCounts();
  }

  /** Of the minutes that are over, in the log of its TaskManager, as the README says. */
  private void assertCounts() throws IOException {
    Path log = platform.platform().folder().log("app-%s-taskmanager".formatted(name));

    assertThat(Files.readAllLines(log).stream().filter(line -> line.startsWith("Count[")))
        .containsExactlyInAnyOrder(
            count("oslo", NOON.plusSeconds(60), 3),
            count("oslo", NOON.plusSeconds(120), 1),
            count("bergen", NOON.plusSeconds(60), 2));
  }

  private static String count(String market, Instant end, int events) {
    return "Count[key=%s, minute=%d, events=%d]".formatted(market, end.toEpochMilli(), events);
  }

  /** The lines of its first block of code, without comments. */
  private static List<String> commands(Path readme) throws IOException {
    return Files.readAllLines(readme).stream()
        .dropWhile(line -> !line.equals("```bash"))
        .skip(1)
        .takeWhile(line -> !line.equals("```"))
        .map(line -> line.replaceFirst(" *#.*", ""))
        .toList();
  }

  /** Events of two minutes, a record that is none, and events that are much later. */
  private void send() throws Exception {
    try (EventProducer producer =
        EventProducer.open(contract, kafka, registry, EventEncoder.Origin.of("/test"))) {
      for (int second : List.of(1, 30, 59, 60)) {
        send(producer, order("oslo", second, NOON.plusSeconds(second)));
      }
      for (int second : List.of(2, 3)) {
        send(producer, order("bergen", second, NOON.plusSeconds(second)));
      }
      sendNoEvent();
      for (int number = 0; number < LATER_ORDERS; number++) {
        send(producer, order("later", number, NOON.plusSeconds(600)));
      }
    }
  }

  private static void send(EventProducer producer, GenericRecord order) {
    producer.send(order).toCompletableFuture().join();
  }

  private void sendNoEvent() throws Exception {
    byte[] bytes = "no event at all".getBytes(UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Streams.topic(contract), 0, bytes, bytes)).get();
    }
  }

  private GenericRecord order(String market, int number, Instant time) {
    return new PayloadBuilder(contract)
        .set("market", market)
        .set("order_id", number)
        .set("order_version", 1)
        .set("state", "created")
        .set("event_time", time)
        .set("synthetic", false)
        .build();
  }
}
