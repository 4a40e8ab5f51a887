package io.freshet.ingestion.gateway;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.IntakeAccount;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.Settings;
import io.freshet.ingestion.gateway.admission.ApiKeys;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;

/** Contracts of walks in streets, on the embedded platform, and what is on their streams. */
final class Streets implements AutoCloseable {
  static final String PRODUCER = "walker-app";
  static final String KEY = "a-key-of-the-tests";
  static final String READER = "wall-board";
  static final String READER_KEY = "a-key-of-a-reader";

  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: %1$s
      name: %1$s
      version: 1.0.0
      status: active
      domain: walking
      description: {purpose: Who walked where}
      team: {name: walkers}
      schema:
        - name: %1$s
          properties:
            - name: street
              logicalType: string
              required: true
              description: Where it was
              customProperties: [{property: fieldId, value: 1}]
            - name: walk_id
              logicalType: integer
              required: true
              description: Which walk it was
              customProperties: [{property: fieldId, value: 2}]
            - name: event_time
              logicalType: timestamp
              required: true
              description: When it was
              customProperties: [{property: fieldId, value: 3}]
            - name: note
              logicalType: string
              classification: personal
              description: What was seen
              customProperties: [{property: fieldId, value: 4}]
      customProperties:
        - {property: table, value: none}
        - {property: partitionKey, value: street}
        - {property: entityKey, value: walk_id}
        - {property: eventTime, value: event_time}
        - {property: producers, value: [%2$s]}
        - {property: origins, value: [%5$s]}
        - {property: readers, value: {%4$s: analyst}}
        - {property: acknowledgement, value: %3$s}
      """;

  private final EmbeddedPlatform platform;
  private final Path folder;
  private String origins = "";
  private final Map<String, String> names = new HashMap<>();
  private final KafkaSettings kafka;
  private final HttpSchemaRegistry registry;
  private final Admin admin;

  Streets(EmbeddedPlatform platform, Path folder) throws IOException {
    this.platform = platform;
    this.folder = Files.createDirectories(folder);
    this.kafka = KafkaSettings.from(platform.settings());
    this.registry = new HttpSchemaRegistry(RegistrySettings.from(platform.settings()));
    this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
  }

  /** Contracts that are written from now on take events from pages of that origin. */
  void admitPagesOf(String origin) {
    origins = "'%s'".formatted(origin);
  }

  /** A contract of its own for each test class. */
  void write(String acknowledgement) throws IOException {
    write(acknowledgement, acknowledgement);
  }

  void write(String what, String acknowledgement) throws IOException {
    String name = platform.uniqueName("walks_" + what);
    names.put(what, name);
    Files.writeString(
        folder.resolve(name + ".yaml"),
        CONTRACT.formatted(name, PRODUCER, acknowledgement, READER, origins));
  }

  /** Changes a contract's file where it is, as an editor does. */
  void edit(String what, UnaryOperator<String> change) throws IOException {
    Path file = folder.resolve(names.get(what) + ".yaml");
    Files.writeString(file, change.apply(Files.readString(file)));
  }

  Contract contract(String acknowledgement) {
    return Contracts.read(folder).require(names.get(acknowledgement));
  }

  void apply() {
    StreamProvisioner provisioner = new StreamProvisioner(admin, registry, kafka);
    names.keySet().forEach(acknowledgement -> provisioner.apply(contract(acknowledgement)));
    provisioner.apply(Contracts.read(folder).gatewayAccounts());
    provisioner.apply(refusedEvents());
  }

  Contract refusedEvents() {
    return Contracts.read(folder).require(Contracts.REFUSED_EVENTS);
  }

  GatewaySettings settings() {
    return GatewaySettings.from(Settings.of(profile()));
  }

  /** The gateway's settings by key. */
  Map<String, String> profile() {
    return Map.of(
        "contracts.path",
        folder.toString(),
        "kafka.bootstrap",
        kafka.bootstrap(),
        "registry.url",
        platform.settings().text("registry.url"),
        "gateway.port",
        "0",
        "gateway.token-secret",
        "a secret of the tests, 32 bytes long",
        "gateway.max-events-per-second",
        "1000000",
        "gateway.accounts-path",
        folder.resolve("accounts").toString(),
        "gateway.key-hashes",
        "%s:%s,%s:%s".formatted(PRODUCER, ApiKeys.hash(KEY), READER, ApiKeys.hash(READER_KEY)));
  }

  HttpSchemaRegistry registry() {
    return registry;
  }

  int schemaId(Contract contract) {
    return registry.find(contract.name() + "-value", AvroSchemas.of(contract)).orElseThrow();
  }

  /** All of a stream, by the envelope's id. */
  Map<String, GenericRecord> events(Contract contract) {
    Map<String, GenericRecord> events = new HashMap<>();
    received(contract).forEach(event -> events.put(event.envelope().id(), event.payload()));

    return events;
  }

  /** How many events of a stream its gateways have said that they accepted. */
  long accepted(Contract contract) {
    return received(Contracts.read(folder).gatewayAccounts()).stream()
        .map(event -> IntakeAccount.of(event.payload()))
        .filter(account -> account.contract().equals(contract.name()))
        .collect(Collectors.toMap(IntakeAccount::id, IntakeAccount::accepted, Math::max))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** How often each of the ids is on the stream; ids that are not are left out. */
  Map<String, Integer> timesSeen(Contract contract, Set<String> ids) {
    return received(contract).stream()
        .map(event -> event.envelope().id())
        .filter(ids::contains)
        .collect(Collectors.toMap(id -> id, id -> 1, Integer::sum));
  }

  /** All of a stream; none of it may be what our own decoder refuses. */
  List<Decoded.Event> received(Contract contract) {
    List<Decoded.Event> events = new ArrayList<>();
    try (EventConsumer consumer = EventConsumer.fromBeginning(kafka, registry, List.of(contract))) {
      do {
        for (EventConsumer.Received received : consumer.poll(Duration.ofSeconds(1))) {
          if (!(received.decoded() instanceof Decoded.Event event)) {
            throw new AssertionError("Refused: " + received);
          }
          events.add(event);
        }
      } while (!consumer.isAtEnd());
    }

    return events;
  }

  @Override
  public void close() {
    admin.close();
  }
}
