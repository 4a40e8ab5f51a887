package io.freshet.ingestion.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.ingestion.validator.RawTraffic.Placed;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.samples.Views;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The job as it runs, killed on its way. */
class JsonValidatorIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY, Part.S3);

  private static final int HALF = 1500;
  private static final long SEED = 20260921;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private final KafkaSettings kafka = KafkaSettings.from(platform.settings());
  private final HttpSchemaRegistry registry =
      new HttpSchemaRegistry(RegistrySettings.from(platform.settings()));
  private final String topic = platform.uniqueName("raw_json");
  private List<Contract> contracts;
  private Contract deadLetters;
  private FlinkApplication validator;

  @BeforeEach
  void start() throws Exception {
    List<String> names = List.of(platform.uniqueName("views"), platform.uniqueName("taps"));
    for (String name : names) {
      Files.writeString(
          folder.resolve(name + ".yaml"),
          Views.yaml(
              name, "- {property: takesRawJson, value: true}\n- {property: table, value: none}"));
    }
    Contracts all = Contracts.read(folder);
    contracts = names.stream().map(all::require).toList();
    deadLetters = all.deadLetters();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      StreamProvisioner provisioner = new StreamProvisioner(admin, registry, kafka);
      contracts.forEach(provisioner::apply);
      provisioner.apply(deadLetters);
    }
    validator =
        new FlinkApplication(
                platform.uniqueName("validator").replace('_', '-'),
                "ingestion/json-validator",
                ValidatorApplication.class.getName(),
                List.of(
                    "--profile=" + platform.profile().toAbsolutePath(),
                    "--contracts.path=" + folder.toAbsolutePath(),
                    "--validator.topic=" + topic,
                    "--validator.checkpoint-interval=1s"),
                2,
                768)
            .with("restart-strategy.exponential-delay.initial-backoff", "500 ms");
    platform.start(validator);
  }

  @AfterEach
  void stop() {
    platform.platform().retire(validator);
  }

  @Test
  void eachRecordBecomesOneEventOrOneDeadLetterThoughTheJobIsKilled() throws Exception {
    try (RawTraffic traffic =
        new RawTraffic(
            kafka.bootstrap(), topic, contracts.stream().map(Contract::name).toList(), SEED)) {
      traffic.send(HALF);
      await().atMost(PATIENCE).until(() -> !received(contracts).isEmpty());
      traffic.send(HALF / 2);
      platform.kill(validator.taskManager());
      traffic.send(HALF / 2);
      platform.heal();

      List<Placed> placed = traffic.placed();
      await()
          .atMost(PATIENCE)
          .until(() -> received(contracts).size() + letters().size() >= placed.size());

      assertEvents(placed);
      assertDeadLetters(placed);
    }
  }

  private void assertEvents(List<Placed> placed) {
    List<Received> events = received(contracts);
    Map<String, Placed> fit =
        placed.stream()
            .filter(each -> each.record().fits())
            .collect(Collectors.toMap(each -> each.record().id(), Function.identity()));

    assertThat(events.stream().map(each -> event(each).envelope().id()))
        .containsExactlyInAnyOrderElementsOf(fit.keySet());
    for (Received each : events) {
      Placed raw = fit.get(event(each).envelope().id());
      assertThat(each.position().topic()).isEqualTo(raw.record().contract());
      assertThat(each.position().receivedAt().toEpochMilli()).isEqualTo(raw.receivedMillis());
    }
  }

  private void assertDeadLetters(List<Placed> placed) {
    List<Received> letters = letters();
    Map<String, Placed> refused =
        placed.stream()
            .filter(each -> !each.record().fits())
            .collect(
                Collectors.toMap(
                    each -> each.partition() + ":" + each.offset(), Function.identity()));

    assertThat(letters.stream().map(each -> place(event(each).payload())))
        .containsExactlyInAnyOrderElementsOf(refused.keySet());
    for (Received each : letters) {
      GenericRecord letter = event(each).payload();
      Placed raw = refused.get(place(letter));
      assertThat(EventFields.text(letter, "cause")).isEqualTo(raw.record().cause());
      assertThat(EventFields.text(letter, "contract")).isEqualTo(raw.record().contract());
      assertThat(letter.get("payload")).isEqualTo(ByteBuffer.wrap(raw.record().value()));
      assertThat(EventFields.text(letter, "origin")).matches("-\\d+:" + place(letter));
      assertThat(EventFields.instant(letter, "received_at").toEpochMilli())
          .isEqualTo(raw.receivedMillis());
    }
  }

  private static String place(GenericRecord letter) {
    return EventFields.integer(letter, "origin_partition")
        + ":"
        + EventFields.longValue(letter, "origin_offset");
  }

  /** Those of our raw topic, as others may tell of theirs. */
  private List<Received> letters() {
    return received(List.of(deadLetters)).stream()
        .filter(each -> EventFields.text(event(each).payload(), "origin_topic").equals(topic))
        .toList();
  }

  private static Decoded.Event event(Received received) {
    return (Decoded.Event) received.decoded();
  }

  /** All that readers of committed records find. */
  private List<Received> received(List<Contract> streams) {
    List<Received> all = new ArrayList<>();
    try (EventConsumer consumer = EventConsumer.fromBeginning(kafka, registry, streams)) {
      do {
        all.addAll(consumer.poll(Duration.ofMillis(500)));
      } while (!consumer.isAtEnd());
    }

    return all;
  }
}
