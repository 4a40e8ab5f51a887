package io.freshet.testing.e2e;

import static io.freshet.testing.e2e.GatewayProcess.KEY;
import static io.freshet.testing.e2e.GatewayProcess.PRODUCER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.local.Part;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** CloudEvents' libraries of two languages, and a public client of the REST Proxy. */
@FullOnly
class GatewayClientsIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private static final String PRODUCERS = "  - {property: producers, value: [dasher-app]}\n";
  private static final String READER = "wall-board";
  private static final String READERS =
      "  - {property: readers, value: {wall-board: data_scientist}}\n";
  private static final String READER_KEY = "a-key-of-a-reader";
  private static final int WIRE_FORMAT_BYTES = 5;
  private static final Path PYTHON = Path.of("src/test/python/gateway");
  private static final Path JAVASCRIPT = Path.of("src/test/javascript");

  @TempDir private Path folder;
  private Streams streams;
  private Contract pings;
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws IOException {
    streams = new Streams(platform);
    pings = write(Files.createDirectory(folder.resolve("contracts")));
    streams.provisioner().apply(pings);
    gateway =
        GatewayProcess.start(
            platform,
            folder.resolve("contracts"),
            folder,
            Map.of(
                "gateway.key-hashes",
                GatewayProcess.hash(PRODUCER, KEY)
                    + ","
                    + GatewayProcess.hash(READER, READER_KEY)));
  }

  @AfterEach
  void close() {
    gateway.close();
    streams.close();
  }

  @Test
  void takesWhatPythonsCloudEventsSends() throws Exception {
    JsonNode statuses = python("cloudevents", KEY);

    assertThat(statuses).hasToString("[200,200]");
    assertThat(sent()).containsExactly("python-1 /python 1", "python-2 /python 2");
  }

  @Test
  void takesWhatJavaScriptsCloudEventsSends() throws Exception {
    NodeClient node =
        NodeClient.install(JAVASCRIPT, Files.createDirectory(folder.resolve("javascript")));

    String statuses =
        node.run("gateway_client.js", List.of(gateway.url(), KEY, pings.name())).strip();

    assertThat(statuses).isEqualTo("[200,200]");
    assertThat(sent()).containsExactly("javascript-1 /javascript 1", "javascript-2 /javascript 2");
  }

  @Test
  void servesAPublicClientOfTheRestProxy() throws Exception {
    JsonNode records =
        python("restproxy", "%s:%s,%s:%s".formatted(PRODUCER, KEY, READER, READER_KEY));

    assertThat(records)
        .extracting(record -> new String(bytes(record, "key"), StandardCharsets.UTF_8))
        .containsExactlyInAnyOrder("zürich:1", "zürich:2", "zürich:3");
    assertThat(dasher(records.get(2))).as("read on behind what was committed").isEqualTo(3);
    assertThat(sent()).hasSize(3);
  }

  private static byte[] bytes(JsonNode record, String member) {
    return Base64.getDecoder().decode(record.path(member).textValue());
  }

  /** Out of a record's bytes, as they are on the stream. */
  private long dasher(JsonNode record) throws IOException {
    byte[] value = bytes(record, "value");
    GenericRecord ping =
        new GenericDatumReader<GenericRecord>(AvroSchemas.of(pings))
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(
                        value, WIRE_FORMAT_BYTES, value.length - WIRE_FORMAT_BYTES, null));

    return EventFields.longValue(ping, "dasher_id");
  }

  private JsonNode python(String command, String keys) throws Exception {
    String python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of("gateway-clients", PYTHON.resolve("requirements.txt"), ProgressListener.SILENT)
            .python();

    return new ObjectMapper()
        .readTree(
            ExternalProgram.run(
                List.of(python, PYTHON.resolve("gateway_clients.py").toString(), command),
                List.of(gateway.url(), keys, pings.name())));
  }

  /** The shipped contract under a name of its own, with a reader who sees every column. */
  private Contract write(Path contracts) throws IOException {
    String shipped =
        Files.readString(
            Path.of(platform.settings().text("contracts.path")).resolve("dasher_pings.yaml"));
    assertThat(shipped).contains(PRODUCERS);
    String name = platform.uniqueName("pings");
    Files.writeString(
        contracts.resolve(name + ".yaml"),
        shipped.replace("dasher_pings", name).replace(PRODUCERS, PRODUCERS + READERS));
    streams.provisioner().apply(Contracts.read(contracts).gatewayAccounts());
    streams.provisioner().apply(Contracts.read(contracts).require(Contracts.REFUSED_EVENTS));

    return Contracts.read(contracts).require(name);
  }

  /** Each event of the stream, by id, source and dasher. */
  private List<String> sent() {
    return received().stream()
        .map(
            event ->
                "%s %s %d"
                    .formatted(
                        event.envelope().id(),
                        event.envelope().source(),
                        EventFields.longValue(event.payload(), "dasher_id")))
        .sorted()
        .toList();
  }

  private List<Decoded.Event> received() {
    List<Decoded.Event> events = new ArrayList<>();
    try (EventConsumer consumer =
        EventConsumer.fromBeginning(streams.kafka(), streams.registry(), List.of(pings))) {
      do {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(event -> events.add((Decoded.Event) event.decoded()));
      } while (!consumer.isAtEnd());
    }

    return events;
  }
}
