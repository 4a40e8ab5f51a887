package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EnvelopeIT {
  private static final int EVENTS = 5000;
  private static final Duration PAUSE_BETWEEN_EVENTS = Duration.ofMillis(1);

  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private Streams streams;
  private Contract pings;

  @BeforeEach
  void provision() {
    streams = new Streams(platform);
    pings = streams.pings();
    streams.provisioner().apply(pings);
  }

  @AfterEach
  void close() {
    streams.close();
  }

  @Test
  void bringsEveryEventToTheReaderOnceAndInOrder() {
    Instant start = Instant.now();
    Set<Position> sent = new HashSet<>();
    try (EventProducer producer = producer()) {
      PayloadBuilder builder = new PayloadBuilder(pings);
      List<CompletionStage<Position>> answers = new ArrayList<>();
      for (int i = 0; i < EVENTS; i++) {
        answers.add(producer.send(ping(builder, i % 50, start.plusMillis(i))));
      }
      producer.flush();
      answers.forEach(answer -> sent.add(answer.toCompletableFuture().join()));
    }

    List<EventConsumer.Received> received = readAll();

    assertThat(received).extracting(EventConsumer.Received::position).hasSize(EVENTS);
    assertThat(received.stream().map(EventConsumer.Received::position))
        .containsExactlyInAnyOrderElementsOf(sent);
    assertInOrderPerDasher(received);
  }

  @FullOnly
  @Test
  void losesAndDoublesNothingWhenTheBrokerIsKilled() {
    Instant start = Instant.now();
    List<CompletionStage<Position>> answers = new ArrayList<>();
    try (EventProducer producer = producer()) {
      PayloadBuilder builder = new PayloadBuilder(pings);
      for (int i = 0; i < EVENTS; i++) {
        answers.add(producer.send(ping(builder, i % 50, start.plusMillis(i))));
      }
      platform.kill(Part.KAFKA);
      CompletableFuture<List<String>> healed = CompletableFuture.supplyAsync(platform::heal);
      for (int i = EVENTS; !healed.isDone(); i++) {
        answers.add(producer.send(ping(builder, i % 50, start.plusMillis(i))));
        LockSupport.parkNanos(PAUSE_BETWEEN_EVENTS.toNanos());
      }
      assertThat(healed.join()).containsExactly("kafka");
      producer.flush();
    }

    List<EventConsumer.Received> received = readAll();

    assertThat(received.stream().map(EventConsumer.Received::position))
        .containsExactlyInAnyOrderElementsOf(
            answers.stream().map(answer -> answer.toCompletableFuture().join()).toList());
    assertInOrderPerDasher(received);
  }

  @Test
  void neverShowsWhatATransactionTookBack() throws Exception {
    EventEncoder encoder =
        EventEncoder.of(pings, streams.registry(), EventEncoder.Origin.of("/test"));
    try (KafkaProducer<byte[], byte[]> kafka =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", streams.kafka().bootstrap(), "transactional.id", pings.name()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      kafka.initTransactions();
      kafka.beginTransaction();
      send(kafka, encoder.encode("aborted", ping(new PayloadBuilder(pings), 1, Instant.now())));
      kafka.abortTransaction();
      kafka.beginTransaction();
      send(kafka, encoder.encode("committed", ping(new PayloadBuilder(pings), 1, Instant.now())));
      kafka.commitTransaction();
    }

    assertThat(readAll())
        .singleElement()
        .satisfies(received -> assertThat(id(received)).isEqualTo("committed"));
  }

  @Test
  void handsOutGarbageAsRefusalsAndGoesOn() throws Exception {
    try (KafkaProducer<byte[], byte[]> kafka =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", streams.kafka().bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        EventProducer producer = producer()) {
      send(kafka, new ProducerRecord<>(pings.name(), 0, null, new byte[1 << 19]));
      ProducerRecord<byte[], byte[]> unknown =
          producer.encoder().encode(ping(new PayloadBuilder(pings), 1, Instant.now()));
      unknown.value()[1] = 0x7f;
      send(kafka, unknown);
      producer.send("good", ping(new PayloadBuilder(pings), 1, Instant.now()));
    }

    List<EventConsumer.Received> received = readAll();

    assertThat(received)
        .extracting(EventConsumer.Received::decoded)
        .filteredOn(Decoded.Refused.class::isInstance)
        .extracting(refused -> ((Decoded.Refused) refused).cause())
        .containsExactlyInAnyOrder(RefusalCause.MISSING_ENVELOPE, RefusalCause.UNKNOWN_SCHEMA);
    assertThat(received)
        .filteredOn(event -> event.decoded() instanceof Decoded.Event)
        .singleElement()
        .satisfies(event -> assertThat(id(event)).isEqualTo("good"));
  }

  @FullOnly
  @Test
  void goesOnWhereItsGroupHasCommitted() {
    try (EventProducer producer = producer()) {
      PayloadBuilder builder = new PayloadBuilder(pings);
      producer.send("first", ping(builder, 1, Instant.now())).toCompletableFuture().join();
      assertThat(readGroup()).isEqualTo("first");
      producer.send("second", ping(builder, 1, Instant.now())).toCompletableFuture().join();
    }

    assertThat(readGroup()).isEqualTo("second");
  }

  @Test
  void saysThatATopicDoesNotExist() {
    Contract unknown = streams.pings();

    assertThatThrownBy(
            () ->
                EventConsumer.fromBeginning(streams.kafka(), streams.registry(), List.of(unknown)))
        .isInstanceOfSatisfying(
            FreshetException.class, failure -> assertThat(failure.fault()).isEqualTo(Fault.CALLER))
        .hasMessage(
            "Topic %s does not exist; apply its contract with freshet contract apply"
                .formatted(unknown.name()));
  }

  private EventProducer producer() {
    return EventProducer.open(
        pings, streams.kafka(), streams.registry(), EventEncoder.Origin.of("/test"));
  }

  private List<EventConsumer.Received> readAll() {
    List<EventConsumer.Received> received = new ArrayList<>();
    try (EventConsumer consumer =
        EventConsumer.fromBeginning(streams.kafka(), streams.registry(), List.of(pings))) {
      while (!consumer.isAtEnd()) {
        received.addAll(consumer.poll(Duration.ofSeconds(1)));
      }
    }

    return received;
  }

  /** The id of the next event that the group has not read yet. */
  private String readGroup() {
    try (EventConsumer consumer =
        EventConsumer.subscribe(
            streams.kafka(), streams.registry(), pings.name() + "-group", List.of(pings))) {
      List<EventConsumer.Received> received =
          await()
              .pollInSameThread()
              .atMost(Duration.ofSeconds(30))
              .until(() -> consumer.poll(Duration.ofSeconds(1)), some -> !some.isEmpty());
      consumer.commit();

      return id(received.get(0));
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> kafka, ProducerRecord<byte[], byte[]> event) throws Exception {
    kafka.send(event).get();
  }

  private static void assertInOrderPerDasher(List<EventConsumer.Received> received) {
    Map<Long, Instant> newest = new HashMap<>();
    for (EventConsumer.Received event : received) {
      GenericRecord ping = ((Decoded.Event) event.decoded()).payload();
      Instant time = EventFields.instant(ping, "event_time");
      Instant before = newest.put(EventFields.longValue(ping, "dasher_id"), time);

      assertThat(before == null || before.isBefore(time)).isTrue();
      assertThat(event.position().receivedAt())
          .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(1));
    }
  }

  private static GenericRecord ping(PayloadBuilder builder, int dasher, Instant time) {
    return builder
        .set("market", "san_francisco")
        .set("dasher_id", dasher)
        .set("latitude", 37.774929)
        .set("longitude", -122.419416)
        .set("event_time", time)
        .build();
  }

  private static String id(EventConsumer.Received received) {
    return ((Decoded.Event) received.decoded()).envelope().id();
  }
}
