package io.freshet.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.CommandRun;
import io.freshet.cli.Failures;
import io.freshet.cli.OwnContract;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a real broker and registry. */
class StreamIT {
  private static final int EVENTS = 60;

  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  @TempDir private Path folder;
  private final Settings settings = platform.settings();
  private final KafkaSettings kafka = KafkaSettings.from(settings);
  private final HttpSchemaRegistry registry =
      new HttpSchemaRegistry(RegistrySettings.from(settings));
  private OwnContract own;
  private Contract contract;

  @BeforeEach
  void provision() {
    own = OwnContract.of("order_events", platform, folder);
    contract = own.contract();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      new StreamProvisioner(admin, registry, kafka).apply(contract);
    }
  }

  @Test
  void printsEventsAndRecordsThatAreNone() throws Exception {
    send(EVENTS);
    sendBytes("not Avro at all", false);

    CommandRun tail = own.run("stream", "tail", own.name(), "--from", "earliest", "--until-now");

    assertThat(tail.exitCode()).as(tail.err()).isZero();
    assertThat(tail.out().lines()).hasSize(1 + EVENTS + 1);
    assertThat(tail.out()).contains("! missing_envelope: ");
    assertThat(tail.err())
        .contains("Masked; name a --role to see more: dasher_id, customer_id")
        .contains("60 events, 1 refused record");
  }

  @Test
  void choosesAndMasksByRole() throws Exception {
    send(EVENTS);

    List<JsonNode> boston =
        lines(
            own.run(
                "stream",
                "tail",
                own.name(),
                "--from",
                "1h",
                "--until-now",
                "--where",
                "market=boston",
                "--role",
                "data_engineer",
                "--json"));
    List<JsonNode> lead =
        lines(
            own.run(
                "stream",
                "tail",
                own.name(),
                "--from",
                "0",
                "--until-now",
                "--role",
                "market_lead_san_francisco",
                "--json"));

    assertThat(boston)
        .hasSize(EVENTS / 2)
        .allSatisfy(
            line -> assertThat(line.path("payload").path("customer_id").asLong()).isEqualTo(17));
    assertThat(lead)
        .hasSize(EVENTS / 2)
        .allSatisfy(
            line -> {
              assertThat(line.path("payload").path("market").asText()).isEqualTo("san_francisco");
              assertThat(line.path("payload").path("customer_id").isNull()).isTrue();
            });
  }

  @Test
  void samplesEveryPartitionThoughOffsetsHaveGaps() throws Exception {
    send(EVENTS);
    sendBytes("given up", true);
    send(EVENTS);

    CommandRun sample = own.run("stream", "sample", own.name(), "--n", "12", "--json");

    List<JsonNode> lines = lines(sample);
    assertThat(lines).hasSize(12);
    assertThat(lines).extracting(line -> line.path("partition").asInt()).contains(0, 1, 2, 3);
    assertThat(lines)
        .extracting(line -> line.path("partition") + ":" + line.path("offset"))
        .doesNotHaveDuplicates();
    assertThat(lines).allSatisfy(line -> assertThat(line.has("refused")).isFalse());
    assertThat(lines(own.run("stream", "sample", own.name(), "--n", "240", "--json")))
        .hasSize(2 * EVENTS);
  }

  @Test
  void warnsOfAStreamThatIsOnItsWayOut() throws Exception {
    send(2);
    Path file = folder.resolve("contracts").resolve(own.name() + ".yaml");
    Files.writeString(file, Files.readString(file).replace("status: active", "status: deprecated"));

    CommandRun tail = own.run("stream", "tail", own.name(), "--from", "0", "--until-now");
    CommandRun sample = own.run("stream", "sample", own.name(), "--n", "2");

    String warning = own.name() + " is deprecated; its owner is delivery-orders";
    assertThat(tail.err()).contains(warning);
    assertThat(sample.err()).contains(warning);
  }

  @Test
  void describesWhatIsThere() throws Exception {
    Path result = folder.resolve("result.json");
    send(EVENTS);

    CommandRun describe = own.run("stream", "describe", own.name(), "--json", result.toString());

    assertThat(describe.exitCode()).as(describe.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(result.toFile());
    assertThat(json.path("partitions").asInt()).isEqualTo(4);
    assertThat(json.path("records").asLong()).isEqualTo(EVENTS);
    assertThat(json.path("versions")).hasToString("[1]");
    assertThat(json.path("records_per_second").asDouble()).isEqualTo(1.0);
    assertThat(Instant.parse(json.path("newest").asText()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
  }

  @Test
  void followsUntilItIsInterrupted() throws Exception {
    Path file = folder.resolve("events.jsonl");
    CompletableFuture<CommandRun> done = new CompletableFuture<>();
    Thread follower =
        new Thread(
            () -> {
              done.complete(
                  own.run("stream", "tail", own.name(), "--from", "1h", "--json", file.toString()));
            });
    follower.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> file.toFile().exists());
    send(2);

    await().atMost(Duration.ofSeconds(30)).until(() -> file.toFile().length() > 0);
    follower.interrupt();

    CommandRun ended = done.get();
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(Failures.INTERRUPTED);
    assertThat(ended.err()).contains("2 events, 0 refused records");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(own.run("stream", "tail", "order_evnts").err()).contains("There is no contract");
    assertThat(own.run("stream", "sample", own.name(), "--n", "0").err())
        .contains("--n is 0; it must be between 1 and 10000");
  }

  private void send(int events) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    try (EventProducer producer =
        EventProducer.open(contract, kafka, registry, EventEncoder.Origin.of("/test"))) {
      for (int i = 0; i < events; i++) {
        answers.add(producer.send(order(i)).toCompletableFuture());
      }
      answers.forEach(CompletableFuture::join);
    }
  }

  private GenericRecord order(int i) {
    return new PayloadBuilder(contract)
        .set("market", i % 2 == 0 ? "boston" : "san_francisco")
        .set("order_id", i)
        .set("order_version", 1)
        .set("state", "created")
        .set("event_time", Instant.now())
        .set("customer_id", 17)
        .set("synthetic", false)
        .build();
  }

  /** One record by a transaction, which is given up or not. */
  private void sendBytes(String text, boolean givenUp) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrap(), "transactional.id", own.name()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(own.name(), 0, bytes, bytes)).get();
      if (givenUp) {
        producer.abortTransaction();
      } else {
        producer.commitTransaction();
      }
    }
  }

  private static List<JsonNode> lines(CommandRun run) throws Exception {
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }

    return lines;
  }
}
