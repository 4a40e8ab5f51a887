package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.StreamSettings.Compatibility;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamProvisionerIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private Streams streams;
  private StreamProvisioner provisioner;
  private Contract pings;

  @BeforeEach
  void prepare() {
    streams = new Streams(platform);
    provisioner = streams.provisioner();
    pings = streams.pings();
  }

  @AfterEach
  void close() {
    streams.close();
  }

  @Test
  void plansAnewContractWithoutTouchingAnything() {
    List<Change> plan = provisioner.plan(pings);

    assertThat(plan).extracting(Change::action).containsOnly(Change.Action.CREATE);
    assertThat(plan)
        .extracting(Change::resource)
        .containsExactly(
            "topic " + pings.name(),
            "subject %s-value".formatted(pings.name()),
            "subject %s-value".formatted(pings.name()));
    assertThat(provisioner.plan(pings)).hasSameSizeAs(plan);
  }

  @Test
  void makesTheTopicThatTheContractAsksFor() throws Exception {
    provisioner.apply(pings);

    int partitions =
        streams
            .admin()
            .describeTopics(List.of(pings.name()))
            .allTopicNames()
            .get()
            .get(pings.name())
            .partitions()
            .size();
    assertThat(partitions).isEqualTo(pings.requireStream().partitions());
    assertThat(config())
        .containsEntry("message.timestamp.type", "LogAppendTime")
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("min.insync.replicas", "1");
  }

  @Test
  void hasNothingToDoTheSecondTime() {
    provisioner.apply(pings);

    assertThat(provisioner.plan(pings))
        .extracting(Change::action)
        .containsExactly(Change.Action.NONE, Change.Action.NONE);
  }

  @Test
  void doesNotMindThatAStepIsRunTwice() {
    List<Change> plan = provisioner.plan(pings);
    plan.forEach(change -> change.step().run());

    plan.forEach(change -> change.step().run());

    assertThat(provisioner.plan(pings)).extracting(Change::action).containsOnly(Change.Action.NONE);
  }

  @Test
  void changesWhatCanBeChanged() throws Exception {
    provisioner.apply(pings);
    StreamSettings before = pings.requireStream();
    Contract changed =
        pings.with(
            new StreamSettings(
                before.partitions() + 2,
                before.spread(),
                Optional.of(Duration.ofHours(1)),
                before.durability(),
                before.maxMessageBytes(),
                before.compatibility()));

    List<Change> changes = provisioner.apply(changed);

    assertThat(changes)
        .filteredOn(change -> change.action() == Change.Action.UPDATE)
        .extracting(Change::detail)
        .hasSize(2)
        .anyMatch(detail -> detail.startsWith("partitions 4 → 6;"))
        .anyMatch(detail -> detail.endsWith("→ 3600000; deletes events older than 1h"));
    // A broker tells a change once it has come to it from the controller.
    await().untilAsserted(() -> assertThat(config()).containsEntry("retention.ms", "3600000"));
    assertThat(provisioner.plan(changed))
        .extracting(Change::action)
        .containsOnly(Change.Action.NONE);
  }

  @ParameterizedTest
  @CsvSource({"BACKWARD_TRANSITIVE, 409, 200", "FORWARD, 200, 409", "NONE, 200, 200"})
  void theRegistryItselfHoldsOthersToTheContractsLevel(
      Compatibility level, int addsARequiredField, int takesARequiredFieldAway) throws Exception {
    Contract held = at(level, pings);
    provisioner.apply(held);

    org.apache.avro.Schema ours = AvroSchemas.of(held);
    assertThat(register(withRequiredField(ours))).isEqualTo(addsARequiredField);
    assertThat(register(withoutRequiredField(ours))).isEqualTo(takesARequiredFieldAway);
  }

  private static String withRequiredField(org.apache.avro.Schema schema) {
    return schema
        .toString()
        .replace("\"fields\":[", "\"fields\":[{\"name\":\"foreign\",\"type\":\"string\"},");
  }

  private static String withoutRequiredField(org.apache.avro.Schema schema) {
    return schema.toString().replaceFirst("\\{\"name\":\"market\".*?\\},", "");
  }

  /** As a client that knows nothing of contracts. */
  private int register(String schema) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/subjects/%s-value/versions".formatted(streams.registryUrl(), pings.name())))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(
                BodyPublishers.ofString(
                    JsonNodeFactory.instance.objectNode().put("schema", schema).toString()))
            .build();

    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request, BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void refusesToTakePartitionsAway() {
    provisioner.apply(pings);
    StreamSettings before = pings.requireStream();
    Contract narrower =
        pings.with(
            new StreamSettings(
                1,
                1,
                before.retention(),
                before.durability(),
                before.maxMessageBytes(),
                before.compatibility()));

    assertThatThrownBy(() -> provisioner.apply(narrower))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "Cannot apply contract %1$s: topic %1$s: it has 4 partitions and Kafka can't take any"
                    .formatted(pings.name())
                + " away; the contract asks for 1");
  }

  @Test
  void registersACompatibleVersion() {
    provisioner.apply(pings);

    List<Change> changes =
        provisioner.apply(withColumn(field(30, "battery_percent", Scalar.INTEGER, false)));

    assertThat(changes)
        .extracting(Change::detail)
        .containsExactly("as the contract says", "register a new version");
  }

  @Test
  void refusesASchemaThatTheRegistryRefuses() {
    provisioner.apply(pings);

    List<Change> plan =
        provisioner.plan(withColumn(field(30, "battery_percent", Scalar.INTEGER, true)));

    assertThat(plan)
        .filteredOn(change -> change.action() == Change.Action.REFUSE)
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.detail())
                    .startsWith("incompatible schema: ")
                    .contains("battery_percent"));
  }

  @Test
  void refusesASchemaThatAnOlderVersionDoesNotFit() {
    Contract held = at(Compatibility.BACKWARD_TRANSITIVE, pings);
    provisioner.apply(at(Compatibility.BACKWARD_TRANSITIVE, withColumn(battery(Scalar.STRING))));
    provisioner.apply(held);
    Contract wanted = withColumn(battery(Scalar.INTEGER));

    List<Change> plan = provisioner.plan(at(Compatibility.BACKWARD_TRANSITIVE, wanted));

    assertThat(plan)
        .filteredOn(change -> change.action() == Change.Action.REFUSE)
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.detail())
                    .startsWith("incompatible with version 1: ")
                    .contains("reader union lacking writer type: STRING"));
  }

  @Test
  void comparesWithTheNewestVersionAloneWhereTheContractSaysSo() {
    provisioner.apply(at(Compatibility.BACKWARD, withColumn(battery(Scalar.STRING))));
    provisioner.apply(at(Compatibility.BACKWARD, pings));

    List<Change> changes =
        provisioner.apply(at(Compatibility.BACKWARD, withColumn(battery(Scalar.INTEGER))));

    assertThat(changes).extracting(Change::detail).contains("register a new version");
  }

  private static Field battery(Scalar type) {
    return field(30, "battery_percent", type, false);
  }

  private static Contract at(Compatibility level, Contract contract) {
    StreamSettings before = contract.requireStream();

    return contract.with(
        new StreamSettings(
            before.partitions(),
            before.spread(),
            before.retention(),
            before.durability(),
            before.maxMessageBytes(),
            level));
  }

  /** No registry looks at the scale of a decimal: every number in the stream would move. */
  @Test
  void refusesAnotherScaleThoughTheRegistryWouldNot() {
    provisioner.apply(pings);
    List<Field> fields = new ArrayList<>(pings.schema().fields());
    fields.replaceAll(
        field ->
            field.name().equals("latitude")
                ? field(field.id(), "latitude", new FieldType.Decimal(9, 5), true)
                : field);
    Contract changed = pings.with(new Schema(fields, pings.schema().keys()));

    assertThatThrownBy(() -> provisioner.apply(changed))
        .hasMessageContaining("latitude is a decimal of scale 6, not a decimal of scale 5");
  }

  private Contract withColumn(Field field) {
    List<Field> fields = new ArrayList<>(pings.schema().fields());
    fields.add(field);

    return pings.with(new Schema(fields, pings.schema().keys()));
  }

  private static Field field(int id, String name, FieldType type, boolean required) {
    return new Field(id, name, type, required, Classification.INTERNAL, List.of(), "for a test");
  }

  private Map<String, String> config() throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, pings.name());

    return streams.admin().describeConfigs(List.of(topic)).all().get().get(topic).entries().stream()
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }
}
