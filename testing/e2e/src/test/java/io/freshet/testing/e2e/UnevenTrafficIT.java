package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableWatermark;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Traffic as it comes: most of it from one place, none from another, old, wrong, of new schemas.
 */
@FullOnly
class UnevenTrafficIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LATENESS = Duration.ofMinutes(5);

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private static WriterPool pool;

  private Contract pings;
  private BadRecords records;
  private RawProducer producer;
  private Reckoning reckoning;
  private Toll toll;

  @BeforeAll
  static void startWriter() throws Exception {
    pool = new WriterPool(platform, List.of(), Map.of(), "dasher_pings", "order_events");
    pool.start();
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
    records = new BadRecords(pings, pool.streams());
    producer = new RawProducer(pool.streams().kafka().bootstrap());
    reckoning = new Reckoning(pool);
    toll = Toll.of(pool);
  }

  @AfterEach
  void closeProducer() {
    producer.close();
  }

  /** And while it is read, the TaskManager dies. */
  @Test
  void losesNothingOfAMarketThatHasFourFifthsOfTheTraffic() {
    Ledger before = pool.ledger(pings);
    List<CompletableFuture<Identity>> sent = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      boolean isHot = i % 5 > 0;
      String market = isHot ? "san_francisco" : "market_%d".formatted(i % 7);
      sent.add(producer.send(to(isHot ? 0 : 1 + i % 2, records.good(market, i, Instant.now()))));
    }
    pool.killTaskManager();
    platform.heal();

    Proof proof = reckoning.assertAllThere(good(sent));
    assertThat(pool.ledger(pings).end(partition(0)) - before.end(partition(0))).isEqualTo(16_000);
    toll.tell("hot market, taskmanager killed", 1, proof);
  }

  @Test
  void letsNoIdlePartitionAndNoWrongClockMoveTheWatermark() {
    // Microseconds are what the table keeps.
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    long late = pool.ledger(pings).total().late();
    List<CompletableFuture<Identity>> sent = new ArrayList<>();
    sent.add(producer.send(to(3, records.good(1, now.minus(Duration.ofHours(1))))));
    pool.awaitCommitted(pings, joined(sent));
    sent.add(producer.send(to(2, records.good(1, now))));
    pool.awaitCommitted(pings, joined(sent));

    // The others are read to their end, or have never had anything: all follow.
    assertThat(watermark()).isEqualTo(now.minus(LATENESS));
    sent.add(producer.send(to(2, records.good(1, now.minus(Duration.ofDays(3))))));
    List<Identity> ahead =
        joined(List.of(producer.send(to(2, records.at(now.plus(Duration.ofDays(2)))))));

    Proof proof = reckoning.assertAllThere(new Traffic.Sent(joined(sent), ahead));
    assertThat(pool.ledger(pings).total().late() - late).isEqualTo(1);
    assertThat(watermark()).isEqualTo(now.minus(LATENESS));
    toll.tell("idle partition, clocks ahead and behind", 1, proof);
  }

  @Test
  void waitsForTheRegistryToSayWhatAnUnknownSchemaIs() {
    int known = pool.streams().registry().register(Streams.subject(pings), withNote());
    WriterRest.Job before = pool.job();
    platform.kill(Part.REGISTRY);
    List<CompletableFuture<Identity>> sent = new ArrayList<>();
    List<CompletableFuture<Identity>> bad = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(producer.send(records.good(i, Instant.now())));
      sent.add(producer.send(records.writtenWith(known, withNote(), i)));
    }
    bad.add(producer.send(records.ofUnknownSchema()));
    List<Identity> all = joined(sent);
    await().atMost(PATIENCE).until(() -> pool.job().restartsSince(before) > 1);
    assertThat(LakeRows.identities(LakeRows.of(pool.table(pings))))
        .doesNotContainAnyElementsOf(all);
    platform.heal();

    toll.tell(
        "registry away at a new schema",
        1,
        reckoning.assertAllThere(new Traffic.Sent(all, joined(bad))));
    assertThat(reckoning.deadLetters())
        .filteredOn(row -> joined(bad).contains(LakeRows.identity(row)))
        .extracting(row -> row.getField("cause"))
        .containsExactly("unknown_schema");
  }

  /** The next version of the contract: one more column that need not be there. */
  private Schema withNote() {
    Schema schema = AvroSchemas.of(pings);
    List<Schema.Field> fields = new ArrayList<>();
    schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    fields.add(
        new Schema.Field(
            "note",
            Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING)),
            null,
            Schema.Field.NULL_DEFAULT_VALUE));

    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private Instant watermark() {
    return TableWatermark.of(pool.table(pings).properties()).orElse(Instant.MIN);
  }

  /** A new topic is always the first source of its table. */
  private static Position partition(int number) {
    return new Position(1, number);
  }

  private static ProducerRecord<byte[], byte[]> to(
      int partition, ProducerRecord<byte[], byte[]> event) {
    return new ProducerRecord<>(
        event.topic(), partition, event.key(), event.value(), event.headers());
  }

  private static Traffic.Sent good(List<CompletableFuture<Identity>> sent) {
    return new Traffic.Sent(joined(sent), List.of());
  }

  private static List<Identity> joined(List<CompletableFuture<Identity>> sent) {
    return sent.stream().map(CompletableFuture::join).toList();
  }
}
