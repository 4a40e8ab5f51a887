package io.freshet.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.assurance.log.Log;
import io.freshet.cli.CommandRun;
import io.freshet.cli.OwnContract;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.IntakeMark;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.Settings;
import io.freshet.core.toolkit.Sha256;
import io.freshet.local.Modules;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command, and an event gateway in a process of its own. No writer runs: the table's ledger is
 * ahead of the log, so that an event is in the table as soon as it is found in the log.
 */
@FullOnly
class ProbeIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY, Part.S3, Part.CATALOG);

  private static final String PRODUCERS = "  - {property: producers, value: [orders]}\n";
  private static final String KEY = "a-key-of-the-tests";
  private static final long AHEAD = 1_000_000;

  @TempDir private Path folder;
  private final Settings settings = platform.settings();
  private final KafkaSettings kafka = KafkaSettings.from(settings);
  private final HttpSchemaRegistry registry =
      new HttpSchemaRegistry(RegistrySettings.from(settings));

  @ParameterizedTest
  @ValueSource(strings = {"durable", "fast"})
  void measuresTheWayThroughTheGateway(String acknowledgement) throws Exception {
    OwnContract own = applied(acknowledgement);
    try (PageServer gateway = gateway(own, KEY)) {
      gateway.awaitAnswer();

      CommandRun probe = probe(own);

      assertThat(probe.exitCode()).as(probe.err()).isZero();
      assertThat(probe.err()).contains("answered after ", ", in the table ");
      JsonNode stream = json(probe).at("/streams/0");
      assertThat(stream.path("sent").asInt()).isEqualTo(1);
      assertThat(stream.at("/to_answer_seconds/max").isNumber()).isTrue();
      assertThat(testsThatCameByAGateway(own.contract())).containsExactly(true);
    }
  }

  @Test
  void tellsThatTheGatewayDoesNotKnowItsKey() throws Exception {
    OwnContract own = applied("durable");
    try (PageServer gateway = gateway(own, "another-key")) {
      gateway.awaitAnswer();

      CommandRun probe = probe(own);

      assertThat(probe.exitCode()).as(probe.err()).isEqualTo(1);
      assertThat(probe.err())
          .contains("answers 401 to a test event of %s".formatted(own.name()))
          .doesNotContain(KEY);
      assertThat(json(probe).path("failures").asInt()).isEqualTo(1);
      assertThat(testsThatCameByAGateway(own.contract())).isEmpty();
    }
  }

  /** The table claims to have read it, and holds nothing. */
  @Test
  void tellsWhereAnEventIsAndThatItIsMissing() throws Exception {
    OwnContract own = applied("durable");
    ConsumerRecord<byte[], byte[]> sent = only(own.contract());
    String id = new String(sent.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
    String place = sent.partition() + ":" + sent.offset();

    CommandRun byId = own.run("event", own.name(), "--id", id, "--from", "1h", "--json", "-");
    CommandRun byPlace = own.run("event", own.name(), "--at", place);
    CommandRun before =
        own.run("event", own.name(), "--id", id, "--until", "2020-01-01", "--json", "-");

    assertThat(byId.exitCode()).as(byId.err()).isEqualTo(1);
    assertThat(json(byId).at("/sightings/0/fate").asText()).isEqualTo("missing");
    assertThat(json(byId).at("/sightings/0/offset").asLong()).isEqualTo(sent.offset());
    assertThat(byPlace.out())
        .contains("holds neither a row nor a dead letter of it", "./freshet prove " + own.name());
    assertThat(json(before).path("found").asBoolean()).isFalse();
    assertThat(json(before).at("/searched/records").asLong()).isZero();
  }

  private ConsumerRecord<byte[], byte[]> only(Contract contract) {
    List<ConsumerRecord<byte[], byte[]>> logged = new ArrayList<>();
    try (Log log = Log.open(kafka)) {
      log.read(log.topic(contract.name()).orElseThrow(), Map.of(), logged::add);
    }

    return logged.get(0);
  }

  /** The shipped contract under a name of its own, with an event to copy. */
  private OwnContract applied(String acknowledgement) throws Exception {
    OwnContract own = OwnContract.of("order_events", platform, folder);
    Path file = folder.resolve("contracts").resolve(own.name() + ".yaml");
    String text = Files.readString(file);
    assertThat(text).contains(PRODUCERS);
    Files.writeString(
        file,
        text.replace(
            PRODUCERS,
            "%s  - {property: acknowledgement, value: %s}\n"
                .formatted(PRODUCERS, acknowledgement)));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      StreamProvisioner provisioner = new StreamProvisioner(admin, registry, kafka);
      provisioner.apply(own.contract());
      provisioner.apply(own.all().gatewayAccounts());
      provisioner.apply(own.all().require(Contracts.REFUSED_EVENTS));
    }
    sendOne(own.contract());
    readAhead(own.contract());

    return own;
  }

  private void sendOne(Contract contract) {
    try (EventProducer producer =
        EventProducer.open(contract, kafka, registry, EventEncoder.Origin.of("/test"))) {
      producer
          .send(
              new PayloadBuilder(contract)
                  .set("market", "boston")
                  .set("order_id", 1)
                  .set("order_version", 1)
                  .set("state", "created")
                  .set("event_time", Instant.now())
                  .set("customer_id", 17)
                  .set("synthetic", false)
                  .build())
          .toCompletableFuture()
          .join();
    }
  }

  private void readAhead(Contract contract) throws Exception {
    Catalog catalog = LakeCatalog.open(LakeSettings.from(settings));
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Log log = Log.open(kafka)) {
      new TableProvisioner(catalog).plan(contract).step().run();
      Table table = catalog.loadTable(TableLayout.name(contract));
      Log.Topic topic = log.topic(contract.name()).orElseThrow();
      List<Range> ranges =
          topic.ends().keySet().stream()
              .map(
                  partition ->
                      new Range(new Position(1, partition), 0, 0, AHEAD, new Counts(0, 0, 0, 0), 1))
              .toList();
      Ledger ledger = TableProvisioner.numberSource(table, topic.source()).plus(ranges);
      table.updateProperties().set(Ledger.PROPERTY, ledger.toJson()).commit();
    }
  }

  /** A gateway that knows one key, and what the command needs to find it. */
  private PageServer gateway(OwnContract own, String knownKey) throws Exception {
    int port = PortOption.any();
    Path keys = folder.resolve("keys");
    Files.writeString(keys, "orders %s%n".formatted(KEY));
    Path profile = folder.resolve("profile.yaml");
    Files.writeString(
        profile,
        "probe.gateway-url: http://127.0.0.1:%d%nprobe.gateway-keys: %s%n".formatted(port, keys),
        StandardOpenOption.APPEND);
    Modules modules = Modules.around(Path.of(""), System.getenv());

    return PageServer.start(
        new PageServer.Program(
            "The event gateway",
            modules.java(
                "ingestion/event-gateway",
                List.of("-Xmx256m"),
                "io.freshet.ingestion.gateway.GatewayServer"),
            modules.project(),
            Map.of(
                "FRESHET_PROFILE",
                profile.toString(),
                Settings.environmentName("gateway.port"),
                Integer.toString(port),
                Settings.environmentName("gateway.key-hashes"),
                "orders:" + Sha256.hex(knownKey),
                Settings.environmentName("gateway.accounts-path"),
                folder.resolve("accounts").toString()),
            port,
            "/health",
            folder.resolve("gateway.log")));
  }

  private static CommandRun probe(OwnContract own) {
    return own.run("probe", own.name(), "--via", "gateway", "--times", "1", "--json", "-");
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }

  /** Of each test on the stream whether a gateway has put it there. */
  private List<Boolean> testsThatCameByAGateway(Contract contract) {
    List<Boolean> tests = new ArrayList<>();
    try (Log log = Log.open(kafka)) {
      log.read(
          log.topic(contract.name()).orElseThrow(),
          Map.of(),
          logged -> {
            if (TestMark.isOn(logged.headers())) {
              tests.add(logged.headers().lastHeader(IntakeMark.HEADER) != null);
            }
          });
    }

    return tests;
  }
}
