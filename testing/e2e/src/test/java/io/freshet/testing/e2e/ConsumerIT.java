package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.consumer.ConsumerSettings;
import io.freshet.core.envelope.consumer.Delivery;
import io.freshet.core.envelope.consumer.EventHandler;
import io.freshet.core.envelope.consumer.StreamConsumer;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service that reads a stream with the consumer library, on a real broker. */
class ConsumerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int DASHERS = 40;
  private static final long UNLUCKY = 13;

  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private final ConcurrentLinkedQueue<Long> handled = new ConcurrentLinkedQueue<>();
  private Streams streams;
  private Contract pings;
  private Contract deadLetters;
  private ConsumerSettings settings;

  @BeforeEach
  void provision() {
    streams = new Streams(platform);
    pings = streams.pings();
    deadLetters = Contracts.read(Path.of("../../contracts")).deadLetters();
    streams.provisioner().apply(pings);
    streams.provisioner().apply(deadLetters);
    settings =
        new ConsumerSettings(
            pings.name(), 3, Duration.ofMillis(50), Duration.ofMillis(200), 10, false);
  }

  @AfterEach
  void close() {
    streams.close();
  }

  @Test
  void handsOverAllButOneEventAndThatOneOff() throws Exception {
    EventHandler service =
        delivery -> {
          if (dasher(delivery) == UNLUCKY) {
            throw new IllegalStateException("no luck");
          }
          handled.add(dasher(delivery));
        };
    send(0, DASHERS);

    try (Member member = new Member(service)) {
      await().atMost(PATIENCE).until(() -> handled.size() == DASHERS - 1);
      await().atMost(PATIENCE).until(() -> member.consumer.metrics().handedOff() == 1);
      await().atMost(PATIENCE).until(() -> member.consumer.metrics().lag() == 0);
    }

    assertThat(handled).doesNotHaveDuplicates().doesNotContain(UNLUCKY);
    assertThat(lettersOf(pings.name()))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(EventFields.text(letter, "cause")).isEqualTo("consumer_failed");
              assertThat(EventFields.text(letter, "detail"))
                  .startsWith(pings.name() + " failed 3 times: java.lang.IllegalStateException");
            });
  }

  @Test
  void goesOnWhereItsGroupHasStopped() throws Exception {
    EventHandler service = delivery -> handled.add(dasher(delivery));
    send(0, DASHERS);
    try (Member first = new Member(service)) {
      await().atMost(PATIENCE).until(() -> handled.size() == DASHERS);
    }
    send(DASHERS, 2 * DASHERS);

    try (Member second = new Member(service)) {
      await().atMost(PATIENCE).until(() -> handled.size() >= 2 * DASHERS);
    }

    assertThat(handled).hasSize(2 * DASHERS).doesNotHaveDuplicates();
  }

  @Test
  void sharesPartitionsAndLosesNothingWhenAMemberLeaves() throws Exception {
    EventHandler service = delivery -> handled.add(dasher(delivery));
    try (Member stays = new Member(service)) {
      try (Member leaves = new Member(service)) {
        send(0, DASHERS);
        await().atMost(PATIENCE).until(() -> handled.size() >= DASHERS);
      }
      send(DASHERS, 2 * DASHERS);
      await().atMost(PATIENCE).until(() -> handled.stream().distinct().count() == 2 * DASHERS);
      assertThat(stays.consumer.metrics().handled()).isGreaterThanOrEqualTo(DASHERS);
    }
  }

  private static long dasher(Delivery delivery) {
    return EventFields.longValue(delivery.payload(), "dasher_id");
  }

  private void send(int from, int to) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    try (EventProducer producer =
        EventProducer.open(
            pings, streams.kafka(), streams.registry(), EventEncoder.Origin.of("/test"))) {
      for (int dasher = from; dasher < to; dasher++) {
        answers.add(
            producer
                .send(
                    new PayloadBuilder(pings)
                        .set("market", "boston")
                        .set("dasher_id", dasher)
                        .set("latitude", 42.36)
                        .set("longitude", -71.06)
                        .set("event_time", Instant.now())
                        .build())
                .toCompletableFuture());
      }
      answers.forEach(CompletableFuture::join);
    }
  }

  private List<GenericRecord> lettersOf(String contract) {
    List<GenericRecord> letters = new ArrayList<>();
    try (EventConsumer consumer =
        EventConsumer.fromBeginning(streams.kafka(), streams.registry(), List.of(deadLetters))) {
      while (!consumer.isAtEnd()) {
        for (EventConsumer.Received received : consumer.poll(Duration.ofSeconds(1))) {
          if (received.decoded() instanceof Decoded.Event event
              && EventFields.text(event.payload(), "contract").equals(contract)) {
            letters.add(event.payload());
          }
        }
      }
    }

    return letters;
  }

  /** One process of the service. */
  private final class Member implements AutoCloseable {
    private final StreamConsumer consumer;
    private final CompletableFuture<Void> run;

    Member(EventHandler service) {
      consumer =
          StreamConsumer.open(
              List.of(pings), deadLetters, streams.kafka(), streams.registry(), settings, service);
      run =
          CompletableFuture.runAsync(
              () -> {
                consumer.run();
                consumer.close();
              });
    }

    @Override
    public void close() {
      consumer.stop();
      run.join();
    }
  }
}
