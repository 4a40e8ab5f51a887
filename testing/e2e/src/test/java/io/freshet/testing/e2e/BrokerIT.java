package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The writer on three brokers, while one of them dies and while topics change under it: partitions
 * are added, records deleted, topics replaced or gone. Whatever it can't read it says, and nothing
 * is passed over.
 */
@FullOnly
class BrokerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PARTITIONS = 4;

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private static ThreeBrokers brokers;

  private WriterPool pool;
  private Contract pings;
  private BadRecords records;
  private RawProducer producer;
  private Reckoning reckoning;
  private Toll toll;
  private int refusals;

  @BeforeAll
  static void startBrokers() throws IOException {
    brokers = ThreeBrokers.start(Path.of("target", platform.uniqueName("brokers")));
  }

  @AfterAll
  static void stopBrokers() {
    if (brokers != null) {
      brokers.close();
    }
  }

  @BeforeEach
  void startWriter() throws IOException {
    pool =
        new WriterPool(
            platform,
            List.of("--kafka.bootstrap=" + brokers.bootstrap(), "--kafka.max-replicas=3"),
            Map.of(),
            "dasher_pings",
            "order_events");
    pool.start();
    pings = pool.contract("dasher_pings");
    records = new BadRecords(pings, pool.streams());
    producer = new RawProducer(brokers.bootstrap());
    reckoning = new Reckoning(pool);
    toll = Toll.of(pool);
  }

  @AfterEach
  void stopWriter() throws Exception {
    for (AutoCloseable each : Arrays.asList(producer, pool)) {
      if (each != null) {
        each.close();
      }
    }
  }

  @Test
  void goesOnWhileTheLeaderOfAPartitionIsDead() throws IOException {
    Seed seed = Seed.chosen();
    Random random = seed.random();
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      int dead = brokers.leader(pings.name(), random.nextInt(PARTITIONS));
      brokers.kill(dead);
      // Two are enough, for records, dead letters and announcements.
      awaitProgress();
      brokers.start(dead);
      brokers.awaitInSync(pings.name());
      pool.awaitCheckpoint();

      toll.tell("one of three brokers killed", 1, reckoning.assertAllThere(traffic.end()));
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("Not with %s".formatted(seed), e);
    }
  }

  @Test
  void goesOnWhileEachBrokerDiesInTurn() throws IOException {
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      for (int dead = 1; dead <= 3; dead++) {
        brokers.kill(dead);
        awaitProgress();
        brokers.start(dead);
        brokers.awaitInSync(pings.name());
        brokers.awaitInSync(pool.deadLetters().name());
        brokers.awaitInSync(pool.tableCommits().name());
      }

      toll.tell("each broker killed in turn", 3, reckoning.assertAllThere(traffic.end()));
    }
  }

  @Test
  void readsPartitionsThatAreAddedFromTheirBeginning() {
    List<CompletableFuture<Identity>> sent = new ArrayList<>(send(50, 0));
    pool.awaitCommitted(pings, joined(sent));
    answered(
        pool.streams()
            .admin()
            .createPartitions(Map.of(pings.name(), NewPartitions.increaseTo(PARTITIONS + 2)))
            .all());
    try (RawProducer aware = new RawProducer(brokers.bootstrap())) {
      for (int partition : List.of(0, PARTITIONS, PARTITIONS + 1)) {
        sent.addAll(send(aware, 50, partition));
      }
      pool.awaitCommitted(pings, joined(sent));
      pool.killTaskManager();
      platform.heal();
      sent.addAll(send(aware, 50, PARTITIONS));

      toll.tell(
          "partitions added",
          2,
          reckoning.assertAllThere(new Traffic.Sent(joined(sent), List.of())));
    }
  }

  @Test
  void refusesATopicThatWasDeletedAndCreatedAgain() {
    pool.awaitCommitted(pings, joined(send(50, 0)));
    Ledger before = pool.ledger(pings);
    answered(pool.streams().admin().deleteTopics(List.of(pings.name())).all());
    await().atMost(PATIENCE).until(() -> !topics().contains(pings.name()));
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> pool.streams().provisioner().apply(pings));
    try (RawProducer aware = new RawProducer(brokers.bootstrap())) {
      // More than the job has read of the old one: the rest would pass for the old one's.
      joined(send(aware, 200, 0));
    }

    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(pool.failures()).contains("it was deleted and created again"));
    pool.stop();
    assertThat(pool.refusal())
        .contains("Start the job without its state: the tables' ledgers know the topics apart");
    assertThat(pool.ledger(pings).entries()).isEqualTo(before.entries());

    pool.forgetState();
    pool.startAgain();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(pool.ledger(pings).total().seen()).isEqualTo(250));
    assertThat(LakeRows.of(pool.table(pings))).hasSize(250);
    toll.tell("topic created again", 1, reckoning.assertProven(pings));
  }

  @Test
  void refusesToPassOverWhatRetentionHasDeleted() {
    pool.awaitCommitted(pings, joined(send(50, 0)));
    pool.stop();
    joined(send(50, 0));
    TopicPartition partition = new TopicPartition(pings.name(), 0);
    deleteRecords(partition, 80);

    assertThat(refusal()).contains(partition.toString()).contains("50");
    pool.forgetState();
    assertThat(refusal())
        .contains(
            "%s begins at offset 80, but its table ends at 50: retention deleted records"
                .formatted(partition));
    assertStands("retention deleted unread records");
  }

  @Test
  void refusesToPassOverWhatRetentionDeletesWhileItRuns() {
    String sleeper = pool.application().taskManager();
    TopicPartition partition = new TopicPartition(pings.name(), 0);
    pool.awaitCommitted(pings, joined(send(50, 0)));
    platform.pause(sleeper);
    Ledger before;
    try {
      // Kafka has answered all that was asked before.
      before = assertStandsStill();
      joined(send(50, 0));
      deleteRecords(partition, 80);
    } finally {
      platform.resume(sleeper);
    }

    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(pool.failures()).contains(partition + " has no offset 50 any more"));
    pool.stop();
    assertThat(refusal()).contains(partition + " has no offset 50 any more");
    pool.forgetState();
    assertThat(refusal()).contains(partition + " begins at offset 80, but its table ends at 50");
    assertThat(pool.ledger(pings)).isEqualTo(before);
    assertStands("retention deletes while it runs");
  }

  private String refusal() {
    refusals++;

    return pool.refusal();
  }

  /** What was committed first, and nothing else, is in the ledger and in the table. */
  private void assertStands(String fault) {
    Ledger ledger = pool.ledger(pings);
    List<Identity> found = LakeRows.identities(LakeRows.of(pool.table(pings)));
    assertThat(ledger.end(new Position(1, 0))).isEqualTo(50);
    assertThat(found).hasSize(50).doesNotHaveDuplicates();
    System.out.printf(
        "fault=\"%s\" injected=1 refusals=%d rows_expected=%d found=%d%n",
        fault, refusals, ledger.total().seen(), found.size());
  }

  private void deleteRecords(TopicPartition partition, long before) {
    answered(
        pool.streams()
            .admin()
            .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
            .all());
  }

  @Test
  void refusesToPassOverTheFirstRecordsOfAPartitionThatWasAdded() {
    pool.awaitCommitted(pings, joined(send(50, 0)));
    pool.stop();
    answered(
        pool.streams()
            .admin()
            .createPartitions(Map.of(pings.name(), NewPartitions.increaseTo(PARTITIONS + 1)))
            .all());
    TopicPartition added = new TopicPartition(pings.name(), PARTITIONS);
    try (RawProducer aware = new RawProducer(brokers.bootstrap())) {
      joined(send(aware, 50, PARTITIONS));
    }
    deleteRecords(added, 20);

    assertThat(refusal()).contains(added + " was added and begins at offset 20");
    assertStands("first records of an added partition deleted");
  }

  @Test
  void waitsForADeadLetterTopicThatIsGone() {
    WriterRest.Job before = pool.job();
    String topic = pool.deadLetters().name();
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      answered(pool.streams().admin().deleteTopics(List.of(topic)).all());
      await().atMost(PATIENCE).until(() -> pool.job().restartsSince(before) > 1);
      Ledger held = assertStandsStill();
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> pool.streams().provisioner().apply(pool.deadLetters()));
      pool.awaitCheckpoint();

      Traffic.Sent sent = traffic.end();
      toll.tell("dead-letter topic deleted", 1, reckoning.assertAllThere(sent));
      assertTold(sent, held);
    }
  }

  /** It asks for three copies and two brokers are left; all other topics ask for two. */
  @Test
  void waitsForADeadLetterTopicThatRefuses() throws IOException {
    String topic = pool.deadLetters().name();
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      requireInSync(topic, 3);
      brokers.kill(1);
      Ledger held = assertStandsStill();
      brokers.start(1);
      brokers.awaitInSync(topic);
      requireInSync(topic, 2);
      pool.awaitCheckpoint();

      Traffic.Sent sent = traffic.end();
      toll.tell("dead-letter topic refuses", 1, reckoning.assertAllThere(sent));
      assertTold(sent, held);
    }
  }

  /** Nothing is committed beside a dead letter that nobody can be told of. */
  private Ledger assertStandsStill() {
    AtomicReference<Ledger> last = new AtomicReference<>(Ledger.EMPTY);
    await("no commit")
        .atMost(PATIENCE)
        .during(Duration.ofSeconds(10))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              Ledger now = pool.ledger(pings);

              return now.equals(last.getAndSet(now));
            });

    return last.get();
  }

  private void assertTold(Traffic.Sent sent, Ledger held) {
    List<Identity> since =
        sent.bad().stream()
            .filter(bad -> bad.offset() >= held.end(new Position(1, bad.partition())))
            .toList();
    Set<Identity> told =
        reckoning.events(pool.deadLetters()).stream()
            .filter(letter -> EventFields.text(letter, "contract").equals(pings.name()))
            .map(
                letter ->
                    new Identity(
                        EventFields.integer(letter, "origin_partition"),
                        EventFields.longValue(letter, "origin_offset")))
            .collect(Collectors.toSet());

    assertThat(since).isNotEmpty();
    assertThat(told).containsAll(since);
  }

  private void requireInSync(String topic, int replicas) {
    answered(
        pool.streams()
            .admin()
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    List.of(
                        new AlterConfigOp(
                            new ConfigEntry(
                                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                                Integer.toString(replicas)),
                            AlterConfigOp.OpType.SET))))
            .all());
  }

  private void awaitProgress() {
    Ledger before = pool.ledger(pings);
    await("commits without the dead broker")
        .atMost(PATIENCE)
        .until(() -> pool.ledger(pings).total().seen() > before.total().seen() + 500);
  }

  private Set<String> topics() {
    return answered(pool.streams().admin().listTopics().names());
  }

  private List<CompletableFuture<Identity>> send(int howMany, int partition) {
    return send(producer, howMany, partition);
  }

  private List<CompletableFuture<Identity>> send(RawProducer sender, int howMany, int partition) {
    List<CompletableFuture<Identity>> sent = new ArrayList<>();
    for (int i = 0; i < howMany; i++) {
      ProducerRecord<byte[], byte[]> ping = records.good(i, Instant.now());
      sent.add(
          sender.send(
              new ProducerRecord<>(
                  ping.topic(), partition, ping.key(), ping.value(), ping.headers())));
    }

    return sent;
  }

  private static List<Identity> joined(List<CompletableFuture<Identity>> sent) {
    return sent.stream().map(CompletableFuture::join).toList();
  }

  private static <T> T answered(KafkaFuture<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
