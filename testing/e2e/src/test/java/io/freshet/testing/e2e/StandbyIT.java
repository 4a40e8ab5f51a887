package io.freshet.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream's cluster dies, and its two gateways go on taking its events: they wait on another
 * cluster, of which each gateway has its share, and come back, each once and in order, though one
 * of those that bring them is killed on the way.
 */
@FullOnly
class StandbyIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.CATALOG, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PRODUCERS = "  - {property: producers, value: [dasher-app]}\n";
  private static final String RETURNS = "freshet-standby-return";
  private static final String PING = "ping-";
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  /** Odd, so that the events of each come by both gateways in turns. */
  private static final int DASHERS = 25;

  @TempDir private Path folder;
  private final Set<String> sent = new HashSet<>();
  private final Set<String> sentAgain = new HashSet<>();

  @Test
  void eventsWaitOnAnotherClusterAndComeBackOnce() throws Exception {
    try (ThreeBrokers standby =
            ThreeBrokers.start(Path.of("target", platform.uniqueName("standby")));
        WriterPool pool =
            new WriterPool(
                platform,
                List.of(),
                Map.of("dasher_pings", StandbyIT::withStandby),
                "dasher_pings")) {
      pool.start();
      Contract pings = pool.contract("dasher_pings");

      try (GatewayProcess stays = start(pool, standby, "stays");
          GatewayProcess dies = start(pool, standby, "dies")) {
        List<GatewayProcess> both = List.of(stays, dies);
        send(both, pings, 50);
        assertThat(sentAgain).isEmpty();
        awaitShared(standby);

        platform.kill(Part.KAFKA);
        send(both, pings, 300);
        assertThat(waiting(standby, pings).values())
            .as("each partition, so that each gateway has some to bring back")
            .allSatisfy(each -> assertThat(each).isPositive());
        platform.heal();
        awaitAllBack(standby, pings);

        platform.kill(Part.KAFKA);
        send(both, pings, 300);
        assertThat(waiting(standby, pings).values())
            .anySatisfy(each -> assertThat(each).isPositive());
        platform.heal();
        dies.kill();
        try (GatewayProcess next = start(pool, standby, "dies")) {
          send(List.of(stays, next), pings, 50);
          awaitAllBack(standby, pings);
          awaitAccounts(pool, pings);
        }
      }
      assertLoggedOnce(DoorPings.logged(pool, pings));
      assertOrdered(log(pool, pings));
      Proof proof = pool.proveFromTheDoor(pings);
      assertThat(proof.findings()).isEmpty();
      assertThat(proof.intake().lostBeforeLog()).isZero();
      Toll.of(pool)
          .tell("a stream's cluster killed twice, then one of two that bring back", 3, proof);
    }
  }

  private static String withStandby(String contract) {
    assertThat(contract).contains(PRODUCERS);

    return contract.replace(PRODUCERS, PRODUCERS + "  - {property: standby, value: true}\n");
  }

  /**
   * @param name of the gateway, and of one that follows it
   */
  private GatewayProcess start(WriterPool pool, ThreeBrokers standby, String name)
      throws IOException {
    return GatewayProcess.start(
        platform,
        pool.contractsFolder(),
        folder.resolve(name),
        Map.of("gateway.standby-bootstrap", standby.bootstrap(), "gateway.publish-timeout", "2s"));
  }

  /** Each until it is taken, as a sender does, and by the gateways in turns. */
  private void send(List<GatewayProcess> gateways, Contract pings, int events) {
    for (int i = 0; i < events; i++) {
      int number = sent.size();
      String id = PING + number;
      String event = DoorPings.event(pings, id, number % DASHERS);
      GatewayProcess gateway = gateways.get(number % gateways.size());
      int status = gateway.send(event);
      while (status == UNAVAILABLE) {
        sentAgain.add(id);
        status = gateway.send(event);
      }
      assertThat(status).isEqualTo(OK);
      sent.add(id);
    }
  }

  private static void awaitShared(ThreeBrokers standby) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", standby.bootstrap()))) {
      await("partitions of the standby for both gateways")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(members(admin))
                      .hasSize(2)
                      .allSatisfy(
                          member ->
                              assertThat(member.assignment().topicPartitions()).isNotEmpty()));
    }
  }

  private static List<MemberDescription> members(Admin admin) throws Exception {
    return List.copyOf(
        admin
            .describeConsumerGroups(List.of(RETURNS))
            .describedGroups()
            .get(RETURNS)
            .get()
            .members());
  }

  private static void awaitAllBack(ThreeBrokers standby, Contract pings) {
    await("all is back")
        .atMost(PATIENCE)
        .until(() -> waiting(standby, pings).values().stream().allMatch(each -> each == 0));
  }

  private void awaitAccounts(WriterPool pool, Contract pings) {
    await("accounts")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Proof proof = pool.proveFromTheDoor(pings);
              assertThat(proof.pending()).isZero();
              assertThat(proof.intake().accepted()).isEqualTo(sent.size());
            });
  }

  private void assertLoggedOnce(Map<String, Integer> logged) {
    assertThat(logged.keySet()).isEqualTo(sent);
    logged.forEach(
        (id, times) -> {
          if (!sentAgain.contains(id)) {
            assertThat(times).as(id).isEqualTo(1);
          }
        });
  }

  /**
   * How events of one entity came to the log.
   *
   * @param isBack whether by the standby
   */
  private record Way(boolean isBack, int dasher) {}

  /** Those of one entity that went to one cluster keep the order in which they were sent. */
  private void assertOrdered(List<ConsumerRecord<byte[], byte[]>> log) {
    Map<Way, List<Integer>> numbers =
        log.stream()
            .filter(event -> !sentAgain.contains(id(event)))
            .collect(groupingBy(StandbyIT::way, mapping(StandbyIT::number, toList())));

    assertThat(numbers.keySet()).anyMatch(Way::isBack).anyMatch(way -> !way.isBack());
    assertThat(numbers.values()).allSatisfy(each -> assertThat(each).isSorted());
  }

  private static Way way(ConsumerRecord<byte[], byte[]> event) {
    return new Way(
        event.headers().lastHeader(ReceivedTime.HEADER) != null, number(event) % DASHERS);
  }

  private static int number(ConsumerRecord<byte[], byte[]> event) {
    return Integer.parseInt(id(event).substring(PING.length()));
  }

  private static String id(ConsumerRecord<byte[], byte[]> event) {
    return new String(event.headers().lastHeader("ce_id").value(), UTF_8);
  }

  /** Of the stream's own cluster, in the order of each partition. */
  private static List<ConsumerRecord<byte[], byte[]>> log(WriterPool pool, Contract pings) {
    List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            pool.streams().kafka().readingConfig(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions(pings));
      consumer.seekToBeginning(partitions(pings));
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(pings));
      while (ends.keySet().stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofSeconds(1)).forEach(log::add);
      }
    }

    return log;
  }

  private static List<TopicPartition> partitions(Contract pings) {
    return IntStream.range(0, pings.requireStream().partitions())
        .mapToObj(number -> new TopicPartition(pings.name(), number))
        .toList();
  }

  /** Records that the standby cluster has of each partition of the stream. */
  private static Map<TopicPartition, Long> waiting(ThreeBrokers standby, Contract pings)
      throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", standby.bootstrap()))) {
      Map<TopicPartition, Long> waiting = offsets(admin, pings, OffsetSpec.latest());
      offsets(admin, pings, OffsetSpec.earliest())
          .forEach((partition, begin) -> waiting.merge(partition, -begin, Long::sum));

      return waiting;
    }
  }

  private static Map<TopicPartition, Long> offsets(Admin admin, Contract pings, OffsetSpec place)
      throws Exception {
    Map<TopicPartition, OffsetSpec> places = new HashMap<>();
    partitions(pings).forEach(partition -> places.put(partition, place));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(places)
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition, found.offset()));

    return offsets;
  }
}
