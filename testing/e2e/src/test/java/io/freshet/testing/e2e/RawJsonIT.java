package io.freshet.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.assurance.prove.DeadLetterProver;
import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.fixtures.FullOnly;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Raw JSON on its way into tables: as rows, or as dead letters that no writer has found. */
@FullOnly
class RawJsonIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int RECORDS = 600;

  /** Every fifth record is bad. */
  private static final int BAD_EVERY = 5;

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private final String topic = platform.uniqueName("raw_json");
  private final List<RecordMetadata> good = new ArrayList<>();
  private final List<RecordMetadata> bad = new ArrayList<>();
  private WriterPool pool;
  private Contract pings;
  private FlinkApplication validator;

  @BeforeEach
  void start() throws Exception {
    pool =
        new WriterPool(
                platform,
                List.of(),
                Map.of(
                    "dasher_pings", yaml -> yaml + "  - {property: takesRawJson, value: true}\n"),
                "dasher_pings")
            .withDeadLetters();
    pool.start();
    pings = pool.contract("dasher_pings");
    validator =
        new FlinkApplication(
            platform.uniqueName("validator").replace('_', '-'),
            "ingestion/json-validator",
            "io.freshet.ingestion.validator.ValidatorApplication",
            List.of(
                "--profile=" + platform.profile().toAbsolutePath(),
                "--contracts.path=" + pool.contractsFolder(),
                "--validator.topic=" + topic,
                "--validator.checkpoint-interval=1s"),
            1,
            768);
    platform.start(validator);
  }

  @AfterEach
  void stop() throws Exception {
    platform.platform().retire(validator);
    pool.close();
  }

  @Test
  void isRowsAndDeadLettersOfTheTablesEachOnce() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      send(producer, 0, RECORDS / 2);
      // One that the writer refuses itself: its copy on the topic is none of the validator's.
      producer
          .send(new ProducerRecord<>(pings.name(), 0, "key".getBytes(UTF_8), new byte[] {1}))
          .get();
      pool.killTaskManager();
      send(producer, RECORDS / 2, RECORDS);
      platform.heal();
    }

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

  private void send(KafkaProducer<byte[], byte[]> producer, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      boolean isBad = i % BAD_EVERY == 0;
      RecordHeaders headers = new RecordHeaders();
      headers.add("content-type", "application/cloudevents+json".getBytes(UTF_8));
      RecordMetadata placed =
          producer
              .send(
                  new ProducerRecord<>(
                      topic, null, null, null, document(i, isBad).getBytes(UTF_8), headers))
              .get();
      (isBad ? bad : good).add(placed);
    }
  }

  private String document(int number, boolean isBad) {
    return """
        {"specversion": "1.0", "id": "%d", "source": "/phone", "type": "%s",
         "data": {"market": "san_francisco", "dasher_id": %d, "event_time": "%s",
                  "latitude": %s, "longitude": -122.4}}"""
        .formatted(
            number,
            pings.name(),
            number,
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            isBad ? "\"north\"" : "37.7");
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        new HashMap<>(
            Map.of(
                "bootstrap.servers", platform.settings().text("kafka.bootstrap"), "acks", "all")),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private List<Record> rows() {
    return LakeRows.of(pool.table(pings));
  }

  private List<Record> letters() {
    return LakeRows.read(pool.table(pool.deadLetters()), Expressions.equal("origin_topic", topic));
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
