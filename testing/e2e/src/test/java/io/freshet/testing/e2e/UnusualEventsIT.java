package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Events that are bad, that an encoder refuses, that are late: whatever can be a row is one, the
 * rest are dead letters, and the job goes on. One job serves all tests, and each reconciles
 * everything that was ever sent to it.
 */
class UnusualEventsIT {
  private static final Duration LATENESS = Duration.ofMinutes(5);

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private static WriterPool pool;

  private Contract pings;
  private Contract orders;
  private Reckoning reckoning;
  private BadRecords records;
  private RawProducer producer;
  private Toll toll;

  @BeforeAll
  static void startWriter() throws Exception {
    pool =
        new WriterPool(
            platform,
            List.of(),
            Map.of("dasher_pings", UnusualEventsIT::byMarketToo),
            "dasher_pings",
            "order_events");
    pool.start();
  }

  /** The contract's table by market and day, so that a market can make a partition's name. */
  private static String byMarketToo(String contract) {
    String edited = partitioned("event_time", 2, partitioned("market", 1, contract));
    assertThat(edited).contains("partitionKeyPosition: 1", "partitionKeyPosition: 2");

    return edited;
  }

  private static String partitioned(String column, int position, String contract) {
    return contract.replaceFirst(
        "(name: %s\n +logicalType: \\w+\n +required: true\n)".formatted(column),
        "$1        partitioned: true\n        partitionKeyPosition: %d\n".formatted(position));
  }

  @AfterAll
  static void stopWriter() throws Exception {
    if (pool != null) {
      pool.close();
    }
  }

  @BeforeEach
  void openProducer() {
    pings = pool.contract("dasher_pings");
    orders = pool.contract("order_events");
    reckoning = new Reckoning(pool);
    records = new BadRecords(pings, pool.streams());
    producer = new RawProducer(pool.streams().kafka().bootstrap());
    toll = Toll.of(pool);
  }

  @AfterEach
  void closeProducer() {
    producer.close();
  }

  @Test
  void keepsWhatIsBadAsDeadLettersAndWritesTheGoodBesideIt() {
    WriterRest.Job before = pool.job();
    Map<Identity, BadRecords.Bad> bad = new LinkedHashMap<>();
    Map<Identity, GenericRecord> good = new HashMap<>();
    for (BadRecords.Bad each : records.all()) {
      GenericRecord ping = records.ping(good.size(), Instant.now());
      bad.put(producer.send(each.event()).join(), each);
      good.put(producer.send(encoded(ping)).join(), ping);
    }
    GenericRecord timeless = records.ping(good.size(), Instant.now());
    good.put(producer.send(without(encoded(timeless), "ce_time")).join(), timeless);

    List<Identity> all = new ArrayList<>(bad.keySet());
    all.addAll(good.keySet());
    pool.awaitCommitted(pings, all);

    assertThat(pool.job()).isEqualTo(before);
    assertDeadLetters(bad);
    assertThat(told()).containsAll(fitting(bad)).doesNotContainAnyElementsOf(good.keySet());
    assertRows(good);
    toll.tell("bad records", bad.size(), reckoning.assertProven(pings));
  }

  /** As another engine may do to a table: it has the writer's file refuse rows. */
  @FullOnly
  @Test
  void keepsWhatAnEncoderRefusesAsDeadLettersAndWritesTheGoodBesideIt() {
    List<Identity> good = new ArrayList<>();
    List<Identity> bad = new ArrayList<>();
    requireAccuracy();
    try {
      restartOnTheTableAsItIs();
      toll.count();
      for (int i = 0; i < 20; i++) {
        GenericRecord accurate = records.ping(i, Instant.now());
        accurate.put("accuracy_meters", i);
        good.add(producer.send(encoded(accurate)).join());
        bad.add(producer.send(records.good(i, Instant.now())).join());
      }
      pool.awaitCommitted(pings, good);
      pool.awaitCommitted(pings, bad);
      assertThat(pool.job().failures()).isPositive();
      toll.count();
    } finally {
      pool.table(pings).updateSchema().makeColumnOptional("accuracy_meters").commit();
      restartOnTheTableAsItIs();
    }

    assertThat(reckoning.deadLetters())
        .filteredOn(row -> bad.contains(LakeRows.identity(row)))
        .hasSameSizeAs(bad)
        .allSatisfy(
            row -> {
              assertThat(row.getField("cause")).isEqualTo("write_failed");
              assertThat((String) row.getField("detail")).startsWith("its row can't be written: ");
            });
    toll.tell(
        "encoder refuses rows", bad.size(), reckoning.assertAllThere(new Traffic.Sent(good, bad)));
  }

  private void requireAccuracy() {
    pool.table(pings)
        .updateSchema()
        .allowIncompatibleChanges()
        .requireColumn("accuracy_meters")
        .commit();
  }

  private static void restartOnTheTableAsItIs() {
    pool.stop();
    pool.startAgain();
    pool.awaitCheckpoint();
  }

  @Test
  void storesLateAndDisorderedEventsOfEveryStreamAndCountsTheLate() {
    long latePings = pool.ledger(pings).total().late();
    long lateOrders = pool.ledger(orders).total().late();
    Instant now = Instant.now();
    List<Duration> ages =
        List.of(
            Duration.ZERO,
            Duration.ofMinutes(4),
            Duration.ofHours(1),
            Duration.ofSeconds(2),
            Duration.ofDays(3),
            LATENESS.plusSeconds(1));
    List<CompletableFuture<Identity>> sentPings = new ArrayList<>();
    List<CompletableFuture<Identity>> sentOrders = new ArrayList<>();
    EventEncoder encoder =
        EventEncoder.of(orders, pool.streams().registry(), EventEncoder.Origin.of("/test"));
    for (Duration age : ages) {
      sentPings.add(producer.send(records.good(7, now.minus(age))));
      sentOrders.add(producer.send(encoder.encode(order(now.minus(age)))));
    }

    List<Identity> pingIdentities = sentPings.stream().map(CompletableFuture::join).toList();
    List<Identity> orderIdentities = sentOrders.stream().map(CompletableFuture::join).toList();
    pool.awaitCommitted(pings, pingIdentities);
    pool.awaitCommitted(orders, orderIdentities);

    assertThat(Reckoning.without(pingIdentities, Reckoning.once(LakeRows.of(pool.table(pings)))))
        .isEmpty();
    assertThat(Reckoning.without(orderIdentities, Reckoning.once(LakeRows.of(pool.table(orders)))))
        .isEmpty();
    assertThat(pool.ledger(pings).total().late() - latePings).isEqualTo(3);
    assertThat(pool.ledger(orders).total().late() - lateOrders).isEqualTo(3);
    toll.tell("late events", 3, reckoning.assertProven(pings));
    toll.tell("late events of orders", 3, reckoning.assertProven(orders));
    reckoning.assertWatermarksNeverStepBack();
  }

  private void assertDeadLetters(Map<Identity, BadRecords.Bad> bad) {
    Map<Identity, Record> rows =
        reckoning.deadLetters().stream().collect(Collectors.toMap(LakeRows::identity, row -> row));
    bad.forEach(
        (identity, expected) -> {
          Record row = rows.get(identity);
          assertThat(row).as(expected.name()).isNotNull();
          assertThat(row.getField("cause")).as(expected.name()).isEqualTo(expected.cause().code());
          assertThat((String) row.getField("detail")).as(expected.name()).isNotEmpty();
          assertThat(row.getField("payload"))
              .as(expected.name())
              .isEqualTo(buffer(expected.event().value()));
          assertThat(row.getField("record_key"))
              .as(expected.name())
              .isEqualTo(buffer(expected.event().key()));
          assertThat(headers(row))
              .as(expected.name())
              .isEqualTo(BadRecords.headers(expected.event()));
          assertThat(row.getField("origin_offset")).isEqualTo(identity.offset());
          assertThat(row.getField("origin_partition")).isEqualTo(identity.partition());
        });
  }

  /** Those that the topic of dead letters takes. */
  private List<Identity> fitting(Map<Identity, BadRecords.Bad> bad) {
    int limit = pool.deadLetters().requireStream().maxMessageBytes();

    return bad.entrySet().stream()
        .filter(entry -> size(entry.getValue().event()) < limit)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int size(ProducerRecord<byte[], byte[]> event) {
    return event.value() == null ? 0 : event.value().length;
  }

  /** What the topic of dead letters says of the pings; it may say a thing twice. */
  private Set<Identity> told() {
    Set<Identity> told = new HashSet<>();
    for (GenericRecord deadLetter : reckoning.events(pool.deadLetters())) {
      if (EventFields.text(deadLetter, "contract").equals(pings.name())) {
        told.add(
            new Identity(
                EventFields.integer(deadLetter, "origin_partition"),
                EventFields.longValue(deadLetter, "origin_offset")));
      }
    }

    return told;
  }

  private static Map<String, ByteBuffer> headers(Record row) {
    Map<String, ByteBuffer> headers = new LinkedHashMap<>();
    for (Object header : (List<?>) row.getField("headers")) {
      headers.put(
          (String) ((Record) header).getField("name"),
          (ByteBuffer) ((Record) header).getField("value"));
    }

    return headers;
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private void assertRows(Map<Identity, GenericRecord> good) {
    Map<Identity, Record> rows =
        LakeRows.of(pool.table(pings)).stream()
            .collect(Collectors.toMap(LakeRows::identity, row -> row));
    good.forEach(
        (identity, ping) -> {
          Record row = rows.get(identity);
          assertThat(row).isNotNull();
          assertThat(row.getField("market")).isEqualTo("san_francisco");
          assertThat(row.getField("dasher_id")).isEqualTo(ping.get("dasher_id"));
          assertThat(row.getField("order_id")).isNull();
          assertThat(row.getField("latitude")).isEqualTo(EventFields.decimal(ping, "latitude"));
          assertThat(row.getField("event_time"))
              .isEqualTo(EventFields.instant(ping, "event_time").atOffset(ZoneOffset.UTC));
        });
  }

  private ProducerRecord<byte[], byte[]> encoded(GenericRecord ping) {
    return EventEncoder.of(pings, pool.streams().registry(), EventEncoder.Origin.of("/test"))
        .encode(ping);
  }

  private static ProducerRecord<byte[], byte[]> without(
      ProducerRecord<byte[], byte[]> event, String header) {
    event.headers().remove(header);

    return event;
  }

  private GenericRecord order(Instant time) {
    return new PayloadBuilder(orders)
        .set("market", "san_francisco")
        .set("order_id", 4711)
        .set("order_version", 1)
        .set("state", "created")
        .set("event_time", time)
        .set("synthetic", false)
        .build();
  }
}
