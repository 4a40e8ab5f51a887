package io.freshet.ingestion.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The gateway before a real Kafka and a real registry. */
class GatewayIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int WIRE_FORMAT_BYTES = 5;

  @TempDir private static Path folder;
  private static Streets streets;
  private static GatewayServer gateway;
  private static Sender sender;

  @BeforeAll
  static void start() throws IOException {
    streets = new Streets(platform, folder);
    streets.write("durable");
    streets.write("fast");
    streets.write("read", "durable");
    streets.apply();
    gateway = GatewayServer.start(streets.settings());
    sender = new Sender(gateway.port());
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (streets != null) {
      streets.close();
    }
  }

  @Test
  void takesEveryModeAndOurOwnConsumerReadsItBack() {
    Contract contract = streets.contract("durable");
    byte[] framed = framed(contract, 4);
    String bare64 = base64(Arrays.copyOfRange(framed, WIRE_FORMAT_BYTES, framed.length));

    assertTaken(
        sender.binary(contract, "binary", "application/json", Sender.walk(1).getBytes(UTF_8)));
    assertTaken(sender.structured(Sender.event(contract, "structured", Sender.walk(2))));
    assertTaken(
        sender.batch(
            List.of(
                Sender.event(contract, "batch-a", Sender.walk(3)),
                Sender.event(contract, "batch-b", Sender.walk(3)))));
    assertTaken(sender.binary(contract, "framed", "application/avro", framed));
    assertTaken(
        sender.structured(
            """
            {"specversion": "1.0", "id": "bare", "source": "/phone", "type": "%s",
             "datacontenttype": "avro/binary", "data_base64": "%s"}"""
                .formatted(contract.name(), bare64)));

    Map<String, GenericRecord> events = streets.events(contract);
    assertThat(events.keySet())
        .contains("binary", "structured", "batch-a", "batch-b", "framed", "bare");
    assertThat(EventFields.longValue(events.get("structured"), "walk_id")).isEqualTo(2);
    assertThat(events.get("bare")).isEqualTo(events.get("framed"));
  }

  @Test
  void takesWhatAKafkaRestProxyTakes() {
    Contract contract = streets.contract("durable");
    String source = "/event-gateway/" + Streets.PRODUCER;

    HttpResponse<String> json = sender.produce(contract, "json", "", Sender.walk(101));
    HttpResponse<String> avro =
        sender.produce(
            contract,
            "avro",
            "\"value_schema_id\": %d,".formatted(streets.schemaId(contract)),
            "{\"street\": \"kirkegata\", \"walk_id\": 102, \"event_time\": %d, \"note\": null}"
                .formatted(EventFields.micros(Instant.now())));
    HttpResponse<String> binary =
        sender.produce(contract, "binary", "", "\"%s\"".formatted(base64(framed(contract, 103))));

    for (HttpResponse<String> answer : List.of(json, avro, binary)) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body())
          .contains("\"error_code\":null", "\"value_schema_id\":" + streets.schemaId(contract));
    }
    assertThat(streets.received(contract).stream().filter(e -> from(e.envelope(), source)))
        .extracting(event -> EventFields.longValue(event.payload(), "walk_id"))
        .containsExactlyInAnyOrder(101L, 102L, 103L);
  }

  @Test
  void answersFastEventsBeforeKafkaHasThem() {
    Contract contract = streets.contract("fast");

    HttpResponse<String> answer = sender.structured(Sender.event(contract, "fast", Sender.walk(1)));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(streets.events(contract)).containsKey("fast"));
  }

  @Test
  void givesAReaderWhatItMaySeeAndGoesOnWhereItHadCommitted() throws IOException {
    Contract contract = streets.contract("read");
    for (int i = 0; i < 5; i++) {
      sender.structured(
          Sender.event(
              contract, "r-" + i, Sender.walk(i).replace("}", ", \"note\": \"a person\"}")));
    }
    List<JsonNode> first = readAll(contract, "one", 3);
    List<JsonNode> second = readAll(contract, "two", 2);

    assertThat(Stream.concat(first.stream(), second.stream()))
        .extracting(each -> each.path("value").path("walk_id").asInt())
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    assertThat(first).allMatch(each -> each.path("value").path("note").isNull());
    assertThat(first.get(0).path("key").asText()).startsWith("storgata:");
    assertThat(sender.read("GET", "/topics/%s".formatted(contract.name()), "").body())
        .contains("\"in_sync\":true", "\"retention.ms\"");
    assertThat(
            sender
                .read("GET", "/topics/%s/partitions/0/offsets".formatted(contract.name()), "")
                .body())
        .startsWith("{\"beginning_offset\":0,");
    assertThat(sender.read("GET", "/brokers", "").body()).startsWith("{\"brokers\":[");
  }

  /** Reads so many records as a new member of the group, and commits those. */
  private static List<JsonNode> readAll(Contract contract, String instance, int records)
      throws IOException {
    String consumer = "/consumers/screens/instances/" + instance;
    sender.read(
        "POST",
        "/consumers/screens",
        "{\"name\": \"%s\", \"format\": \"json\", \"auto.offset.reset\": \"earliest\"}"
            .formatted(instance));
    sender.read(
        "POST", consumer + "/subscription", "{\"topics\": [\"%s\"]}".formatted(contract.name()));
    List<JsonNode> read = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              HttpResponse<String> answer =
                  sender.read("GET", consumer + "/records?max_bytes=1", "");
              assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
              new ObjectMapper().readTree(answer.body()).forEach(read::add);

              return read.size() == records;
            });
    assertThat(sender.read("DELETE", consumer, "").statusCode()).isEqualTo(204);

    return read;
  }

  @Test
  void refusesASchemaThatTheRegistryDoesNotHave() {
    Contract contract = streets.contract("durable");
    byte[] framed = framed(contract, 5);
    framed[1] = 0x7f;

    HttpResponse<String> answer = sender.binary(contract, "alien", "application/avro", framed);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("\"cause\":\"unknown_schema\"");
  }

  @Test
  void putsWhatItRefusesOnAStreamOfItsOwn() {
    Contract contract = streets.contract("durable");
    String id = platform.uniqueName("refused");
    String event = Sender.event(contract, id, "{\"street\": 1, \"walk_id\": 2}");

    HttpResponse<String> answer = sender.structured(event);

    assertThat(answer.statusCode()).isEqualTo(422);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(refused(contract))
                    .singleElement()
                    .satisfies(
                        row -> {
                          assertThat(EventFields.text(row, "event_id")).isEqualTo(id);
                          assertThat(EventFields.text(row, "cause")).isEqualTo("invalid_value");
                          assertThat(EventFields.text(row, "producer")).isEqualTo(Streets.PRODUCER);
                          assertThat(row.get("body"))
                              .isEqualTo(ByteBuffer.wrap(event.getBytes(UTF_8)));
                        }));
    assertThat(sender.metrics())
        .contains(
            "freshet_gateway_refusals_total{outcome=\"kept\",producer=\"%s\"}"
                .formatted(Streets.PRODUCER));
  }

  private static List<GenericRecord> refused(Contract contract) {
    return streets.received(streets.refusedEvents()).stream()
        .map(Decoded.Event::payload)
        .filter(row -> contract.name().equals(String.valueOf(row.get("contract"))))
        .filter(row -> EventFields.text(row, "cause").equals("invalid_value"))
        .toList();
  }

  @Test
  void doesNotStartBeforeItsContractsAreApplied() throws IOException {
    Streets unapplied = new Streets(platform, folder.resolve("unapplied"));
    try (unapplied) {
      unapplied.write("durable");
      GatewaySettings settings = unapplied.settings();

      assertThatThrownBy(() -> GatewayServer.start(settings))
          .isInstanceOf(FreshetException.class)
          .hasMessage(
              "There is no topic %s; apply the contracts first: freshet contract apply"
                  .formatted(unapplied.contract("durable").name()));
    }
  }

  @Test
  void losesNoAcknowledgedEventWhenTheBrokerIsKilledUnderLoad() {
    Contract contract = streets.contract("durable");
    try (Load load = Load.start(sender, contract)) {
      await("events before the fault").atMost(PATIENCE).until(() -> load.acknowledged() >= 100);
      platform.kill(Part.KAFKA);
      await("503 while Kafka is away").atMost(PATIENCE).until(() -> load.unavailable() >= 10);
      assertThat(sender.health().statusCode()).isEqualTo(503);
      platform.heal();
      long before = load.acknowledged();
      await("events after the fault")
          .atMost(PATIENCE)
          .until(() -> load.acknowledged() >= before + 100);

      Set<String> acknowledged = load.end();

      assertThat(load.others()).isEmpty();
      assertThat(load.longest())
          .isLessThan(streets.settings().limits().publishTimeout().plusSeconds(10));
      assertThat(streets.timesSeen(contract, acknowledged).values())
          .hasSize(acknowledged.size())
          .containsOnly(1);
      System.out.printf(
          "fault=\"broker killed under load\" acknowledged=%d unavailable=%d longest=%s%n",
          acknowledged.size(), load.unavailable(), load.longest());
    } finally {
      platform.heal();
    }
  }

  private static void assertTaken(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static boolean from(Envelope envelope, String source) {
    return envelope.source().equals(source);
  }

  /** The same payload for the same id, so that two of them can be compared. */
  private static byte[] framed(Contract contract, long walkId) {
    return EventEncoder.of(contract, streets.registry(), EventEncoder.Origin.of("/elsewhere"))
        .encode(
            new PayloadBuilder(contract)
                .set("street", "storgata")
                .set("walk_id", walkId)
                .set("event_time", Instant.now())
                .build())
        .value();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
