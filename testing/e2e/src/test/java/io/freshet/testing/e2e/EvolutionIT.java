package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.fixtures.FullOnly;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A contract changes while its writer runs: what is sent by the new one is written by it from the
 * first event on, beside events of producers that know the old one, without a restart. A column is
 * renamed and widened, a required one renamed, a required one with a default added and dropped.
 */
@FullOnly
class EvolutionIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private static final int EVENTS = 20;
  private static final String LAST_COLUMN = "customProperties: [{property: fieldId, value: 7}]\n";
  private static final String LONGITUDE = "name: longitude";
  private static final String LONGITUDES_ID = "{property: fieldId, value: 5}";

  private static final int BATTERY_DEFAULT = 100;

  private static WriterPool pool;

  private final Contract first = pool.contract("dasher_pings");
  private final List<Identity> sent = new ArrayList<>();
  private String text;

  @BeforeAll
  static void startWriter() throws Exception {
    pool = new WriterPool(platform, List.of(), Map.of(), "dasher_pings");
    pool.start();
  }

  @AfterAll
  static void stopWriter() throws Exception {
    if (pool != null) {
      pool.close();
    }
  }

  @Test
  void followsAContractThatChangesWhileItRuns() throws Exception {
    text = Files.readString(pool.contractsFolder().resolve(first.name() + ".yaml"));
    apply(UnaryOperator.identity(), "1.0.0");
    WriterRest.Job job = pool.job();
    List<Identity> before = send(first, "accuracy_meters", 5);
    pool.awaitCommitted(first, before);

    Contract renamed =
        apply(
            yaml ->
                yaml.replace("name: accuracy_meters", "name: accuracy")
                    .replace("physicalType: int\n", "physicalType: long\n")
                    .replace(LONGITUDE, "name: place_longitude")
                    .replace(
                        LONGITUDES_ID,
                        LONGITUDES_ID + ", {property: formerNames, value: [longitude]}")
                    .replace(LAST_COLUMN, LAST_COLUMN + column("battery_percent", 8)),
            "1.1.0");
    List<Identity> byTheNew = send(renamed, "accuracy", 5_000_000_000L, "battery_percent", 70);
    List<Identity> byTheOld = send(first, "accuracy_meters", 7);
    pool.awaitCommitted(renamed, byTheNew);
    pool.awaitCommitted(renamed, byTheOld);

    Map<Identity, Record> rows = rows(renamed);
    assertThat(before).allSatisfy(id -> assertColumns(rows.get(id), 5L, null));
    assertThat(byTheNew).allSatisfy(id -> assertColumns(rows.get(id), 5_000_000_000L, 70));
    assertThat(byTheOld).allSatisfy(id -> assertColumns(rows.get(id), 7L, BATTERY_DEFAULT));
    assertThat(rows.values())
        .allSatisfy(
            row ->
                assertThat(row.getField("place_longitude"))
                    .isEqualTo(new BigDecimal("-122.419416")));
    assertThat(pool.proveByEvents(renamed).findings()).isEmpty();

    Contract dropped = apply(yaml -> yaml.replace(column("battery_percent", 8), ""), "1.2.0");
    List<Identity> without = send(dropped, "accuracy", 9L);
    List<Identity> stillWith = send(renamed, "accuracy", 9L, "battery_percent", 60);
    pool.awaitCommitted(dropped, without);
    pool.awaitCommitted(dropped, stillWith);

    assertThat(rows(dropped)).hasSize(sent.size());
    assertThat(pool.job()).as("nobody restarted").isEqualTo(job);
    Proof proof = pool.prove(dropped);
    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals().expected()).isEqualTo(sent.size());
    assertThat(pool.proveByEvents(dropped).findings()).isEmpty();
    pool.killTaskManager();
    platform.heal();
    pool.awaitCommitted(dropped, send(dropped, "accuracy", 10L));
    assertThat(pool.prove(dropped).findings()).isEmpty();
  }

  private static void assertColumns(Record row, Long accuracy, Integer battery) {
    assertThat(row.getField("accuracy")).isEqualTo(accuracy);
    assertThat(row.getField("battery_percent")).isEqualTo(battery);
  }

  private static String column(String name, int id) {
    return """
              - name: %s
                logicalType: integer
                physicalType: int
                required: true
                description: What is left of the phone's battery, in percent
                customProperties: [{property: fieldId, value: %d}, {property: default, value: %d}]
        """
        .formatted(name, id, BATTERY_DEFAULT);
  }

  /** As `freshet contract apply` does, table first. */
  private Contract apply(UnaryOperator<String> edit, String version) throws Exception {
    text = edit.apply(text).replaceFirst("version: \\d+\\.\\d+\\.\\d+", "version: " + version);
    Contract contract = ContractTexts.parse(first.name(), text);
    Catalog catalog = LakeCatalog.open(LakeSettings.from(platform.settings()));
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      Change change = new TableProvisioner(catalog).plan(contract, Optional.of(text));
      assertThat(change.action()).as(change.detail()).isEqualTo(Change.Action.UPDATE);
      change.step().run();
    }
    pool.streams().provisioner().apply(contract);

    return contract;
  }

  private List<Identity> send(Contract contract, Object... values) {
    EventEncoder encoder =
        EventEncoder.of(contract, pool.streams().registry(), EventEncoder.Origin.of("/test"));
    PayloadBuilder ping = new PayloadBuilder(contract);
    boolean isRenamed = contract.schema().field("longitude").isEmpty();
    String longitude = isRenamed ? "place_longitude" : "longitude";
    List<Identity> identities = new ArrayList<>();
    try (RawProducer producer = new RawProducer(pool.streams().kafka().bootstrap())) {
      for (int dasher = 0; dasher < EVENTS; dasher++) {
        ping.set("market", "san_francisco")
            .set("dasher_id", (long) dasher)
            .set("latitude", 37.774929)
            .set(longitude, -122.419416)
            .set("event_time", Instant.now());
        for (int value = 0; value < values.length; value += 2) {
          ping.set((String) values[value], values[value + 1]);
        }
        identities.add(producer.send(encoder.encode(ping.build())).join());
      }
    }
    sent.addAll(identities);

    return identities;
  }

  private static Map<Identity, Record> rows(Contract contract) {
    Map<Identity, Record> rows = new HashMap<>();
    LakeRows.of(pool.table(contract)).forEach(row -> rows.put(LakeRows.identity(row), row));

    return rows;
  }
}
