package io.freshet.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.assurance.prove.DeadLetterProver;
import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Raw JSON on its way into tables: as rows, or as dead letters that no writer has found. */
@FullOnly
class RawJsonIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int RECORDS = 600;

  /** Every fifth record is bad. */
  private static final int BAD_EVERY = 5;

  /** More than a transaction of a redrive holds. */
  private static final int UNCLAIMED = 600;

  private static final String TAKES_RAW_JSON = "  - {property: takesRawJson, value: true}\n";

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  @TempDir private Path folder;
  private final List<RecordMetadata> good = new ArrayList<>();
  private final List<RecordMetadata> bad = new ArrayList<>();
  private WriterPool pool;
  private Contract pings;
  private Contract orders;
  private RawIntake intake;

  @BeforeEach
  void start() throws Exception {
    pool =
        new WriterPool(
                platform,
                List.of(),
                Map.of("dasher_pings", yaml -> yaml + TAKES_RAW_JSON),
                "dasher_pings",
                "order_events")
            .withDeadLetters();
    pool.start();
    pings = pool.contract("dasher_pings");
    orders = pool.contract("order_events");
    intake = new RawIntake(platform, pool);
    intake.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (intake != null) {
      intake.close();
    }
    pool.close();
  }

  @Test
  void isRowsAndDeadLettersOfTheTablesEachOnce() throws Exception {
    send(0, RECORDS / 2);
    // One that the writer refuses itself: its copy on the topic is none of the validator's.
    try (RawProducer producer = new RawProducer(pool.streams().kafka().bootstrap())) {
      producer
          .send(new ProducerRecord<>(pings.name(), 0, "key".getBytes(UTF_8), new byte[] {1}))
          .join();
    }
    pool.killTaskManager();
    send(RECORDS / 2, RECORDS);
    platform.heal();

    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> rows().size() >= good.size() && letters().size() >= bad.size());

    assertThat(receivedTimes(rows())).containsExactlyInAnyOrderElementsOf(times(good));
    assertThat(letters())
        .extracting(row -> row.getField("origin_partition") + ":" + row.getField("origin_offset"))
        .containsExactlyInAnyOrderElementsOf(
            bad.stream().map(each -> each.partition() + ":" + each.offset()).toList());
    assertThat(receivedTimes(letters())).containsExactlyInAnyOrderElementsOf(times(bad));
    assertProofs();
  }

  /** It is listed under the raw topic's name, and goes with the contract that it names. */
  @Test
  void isRowsOfAContractThatTookNoneWhenItCame() throws Exception {
    for (int order = 0; order < UNCLAIMED; order++) {
      intake.send(order(order)).get();
    }
    await("dead letters")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> letters().size() >= UNCLAIMED);
    assertThat(letters())
        .hasSize(UNCLAIMED)
        .allSatisfy(
            letter -> {
              assertThat(letter.getField("contract")).isEqualTo(intake.topic());
              assertThat(letter.getField("cause")).isEqualTo("unknown_contract");
            });
    RedriveCommand redrive = new RedriveCommand(platform, pool, folder);
    assertThat(redrive.receipt(orders, "early").path("found").asInt()).isZero();

    Path file = pool.contractsFolder().resolve(orders.name() + ".yaml");
    Files.writeString(file, Files.readString(file) + TAKES_RAW_JSON);

    JsonNode first = redrive.receipt(orders, "first");
    assertThat(first.path("sent").asInt()).isEqualTo(UNCLAIMED);
    assertThat(first.path("sent_to").path(0).path("topic").asText()).isEqualTo(orders.name());
    JsonNode second = redrive.receipt(orders, "second");
    assertThat(second.path("sent").asInt()).isZero();
    assertThat(second.path("redriven_before").asInt()).isEqualTo(UNCLAIMED);
    assertThat(redrive.receipt(pings, "others").path("found").asInt()).isZero();
    await("rows")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> LakeRows.of(pool.table(orders)).size() >= UNCLAIMED);
    assertThat(LakeRows.of(pool.table(orders)))
        .extracting(row -> row.getField(PlatformColumns.ORIGIN))
        .containsExactlyInAnyOrderElementsOf(
            letters().stream().map(letter -> letter.getField("origin")).toList());
    assertThat(pool.prove(orders).findings()).isEmpty();
  }

  private void assertProofs() throws Exception {
    Proof ofPings = pool.prove(pings);
    assertThat(ofPings.findings()).isEmpty();
    assertThat(ofPings.totals().found()).isEqualTo(good.size());
    assertThat(ofPings.totals().deadLettered()).isEqualTo(1);
    Catalog catalog = LakeCatalog.open(LakeSettings.from(platform.settings()));
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      Proof ofLetters = new DeadLetterProver(catalog).prove(pool.deadLetters(), List.of(pings));
      assertThat(ofLetters.findings()).isEmpty();
      assertThat(ofLetters.totals().missing()).isZero();
    }
  }

  private void send(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      boolean isBad = i % BAD_EVERY == 0;
      RecordMetadata placed = intake.send(ping(i, isBad)).get();
      (isBad ? bad : good).add(placed);
    }
  }

  private String ping(int number, boolean isBad) {
    String data =
        """
        {"market": "san_francisco", "dasher_id": %d, "event_time": "%s", "latitude": %s,
         "longitude": -122.4}"""
            .formatted(number, now(), isBad ? "\"north\"" : "37.7");

    return event(number, pings, data);
  }

  private String order(int number) {
    String data =
        """
        {"market": "san_francisco", "order_id": %d, "order_version": 1, "state": "created",
         "event_time": "%s", "synthetic": false}"""
            .formatted(number, now());

    return event(number, orders, data);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static String event(int id, Contract type, String data) {
    return """
        {"specversion": "1.0", "id": "%d", "source": "/phone", "type": "%s", "data": %s}"""
        .formatted(id, type.name(), data);
  }

  private List<Record> rows() {
    return LakeRows.of(pool.table(pings));
  }

  private List<Record> letters() {
    return LakeRows.read(
        pool.table(pool.deadLetters()), Expressions.equal("origin_topic", intake.topic()));
  }

  private static List<Instant> times(List<RecordMetadata> placed) {
    return placed.stream().map(each -> Instant.ofEpochMilli(each.timestamp())).toList();
  }

  private static List<Instant> receivedTimes(List<Record> rows) {
    return rows.stream()
        .map(row -> ((OffsetDateTime) row.getField(PlatformColumns.RECEIVED_AT)).toInstant())
        .toList();
  }
}
