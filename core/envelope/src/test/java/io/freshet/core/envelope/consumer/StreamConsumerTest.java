package io.freshet.core.envelope.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.Pings;
import io.freshet.core.envelope.Records;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.samples.LogPlace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StreamConsumerTest {
  private static final String TOPIC = "dasher_pings";
  private static final TopicPartition BAD = new TopicPartition(TOPIC, 0);
  private static final TopicPartition GOOD = new TopicPartition(TOPIC, 1);
  private static final ConsumerSettings SETTINGS =
      new ConsumerSettings("pricing", 3, Duration.ofSeconds(1), Duration.ofSeconds(30), 500, false);

  private final AtomicReference<Instant> now = new AtomicReference<>(Pings.NOW);
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Contract contract = Pings.contract();
  private final EventEncoder encoder = Records.encoder(contract, registry);
  private final MockConsumer<byte[], byte[]> kafka =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized void subscribe(
            Collection<String> topics, ConsumerRebalanceListener listener) {
          rebalances = listener;
          super.subscribe(topics, listener);
        }
      };
  private final DeadLetterLog deadLetters = new DeadLetterLog(registry);
  private final List<String> handled = new ArrayList<>();
  private final List<String> tried = new ArrayList<>();

  /** Hears of what the fake consumer can't play: partitions that others have taken. */
  private ConsumerRebalanceListener rebalances;

  /** What a service does with an event, by its place. */
  private EventHandler service = delivery -> {};

  private final StreamConsumer consumer = consumer(SETTINGS);

  private StreamConsumer consumer(ConsumerSettings settings) {
    return new StreamConsumer(
        kafka,
        Map.of(TOPIC, new EventDecoder(contract, registry)),
        this::handle,
        deadLetters.handOff(settings.group()),
        settings,
        now::get);
  }

  private void handle(Delivery delivery) throws Exception {
    String place = delivery.position().partition() + ":" + delivery.position().offset();
    tried.add(place + "#" + delivery.attempt());
    service.handle(delivery);
    handled.add(place);
  }

  @Test
  void handsOverInOrderAndCommitsWhatIsDone() {
    begin(() -> arrive(GOOD, 0), () -> arrive(GOOD, 1), consumer::stop);

    consumer.run();

    assertThat(handled).containsExactly("1:0", "1:1");
    assertThat(committed(GOOD)).isEqualTo(2);
    assertThat(consumer.metrics().handled()).isEqualTo(2);
  }

  @Test
  void triesAgainWithGrowingPausesAndThenGoesOn() {
    service =
        delivery -> {
          if (delivery.attempt() < 3) {
            throw new IllegalStateException("not yet");
          }
        };
    begin(
        () -> arrive(BAD, 0),
        () -> pass(Duration.ofMillis(999)),
        () -> pass(Duration.ofMillis(1)),
        () -> pass(Duration.ofMillis(1999)),
        () -> assertThat(tried).containsExactly("0:0#1", "0:0#2"),
        () -> pass(Duration.ofMillis(1)),
        () -> assertThat(kafka.paused()).isEmpty(),
        consumer::stop);

    consumer.run();

    assertThat(tried).containsExactly("0:0#1", "0:0#2", "0:0#3");
    assertThat(handled).containsExactly("0:0");
    assertThat(consumer.metrics().retries()).isEqualTo(2);
    assertThat(deadLetters.all()).isEmpty();
  }

  @Test
  void leavesTestsOut() {
    begin(() -> arriveAsTest(GOOD, 0), () -> arrive(GOOD, 1), consumer::stop);

    consumer.run();

    assertThat(handled).containsExactly("1:1");
    assertThat(committed(GOOD)).isEqualTo(2);
    assertThat(consumer.metrics().tests()).isEqualTo(1);
    assertThat(consumer.metrics().refused()).isZero();
  }

  @Test
  void handsTestsToWhoAsksForThem() {
    List<Boolean> tests = new ArrayList<>();
    service = delivery -> tests.add(delivery.isTest());
    StreamConsumer asking =
        consumer(
            new ConsumerSettings(
                "pricing", 3, Duration.ofSeconds(1), Duration.ofSeconds(30), 500, true));
    begin(() -> arriveAsTest(GOOD, 0), () -> arrive(GOOD, 1), asking::stop);

    asking.run();

    assertThat(tests).containsExactly(true, false);
    assertThat(asking.metrics().tests()).isZero();
  }

  @Test
  void holdsUpNoOtherPartition() {
    service = failing(BAD);
    begin(
        () -> {
          arrive(BAD, 0);
          arrive(BAD, 1);
          arrive(GOOD, 0);
        },
        () -> arrive(GOOD, 1),
        () -> assertThat(kafka.paused()).containsExactly(BAD),
        () -> assertThat(consumer.metrics().waitingPartitions()).isEqualTo(1),
        consumer::stop);

    consumer.run();

    assertThat(handled).containsExactly("1:0", "1:1");
    assertThat(committed(GOOD)).isEqualTo(2);
    assertThat(kafka.committed(Set.of(BAD))).isEmpty();
  }

  @Test
  void handsOffAfterTheLastAttemptAndGoesOnBehindIt() {
    service =
        delivery -> {
          if (delivery.position().offset() == 0) {
            throw new IllegalStateException("customer 4711 is unknown");
          }
        };
    begin(
        () -> {
          arrive(BAD, 0);
          arrive(BAD, 1);
        },
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        consumer::stop);

    consumer.run();

    assertThat(handled).containsExactly("0:1");
    assertThat(tried).containsExactly("0:0#1", "0:0#2", "0:0#3", "0:1#1");
    assertThat(committed(BAD)).isEqualTo(2);
    assertThat(consumer.metrics().handedOff()).isEqualTo(1);
    assertThat(consumer.metrics().unkept()).isZero();
    ProducerRecord<byte[], byte[]> told = deadLetters.all().get(0);
    assertThat(new String(told.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
        .isEqualTo("pricing/dasher_pings:0:0");
    Map<String, Object> deadLetter = deadLetters.columns(told);
    assertThat(deadLetter)
        .containsEntry("contract", TOPIC)
        .containsEntry("cause", "consumer_failed")
        .containsEntry("origin_source", -1)
        .containsEntry("origin_offset", 0L);
    assertThat(deadLetter.get("detail").toString())
        .startsWith("pricing failed 3 times: java.lang.IllegalStateException at ")
        .doesNotContain("4711");
  }

  @Test
  void neverGivesUpAnEventWhileSomethingIsAway() {
    service =
        delivery -> {
          if (tried.size() < 6) {
            throw new FreshetException(Fault.DEPENDENCY, "Cannot ask Redis");
          }
        };
    begin(
        () -> arrive(BAD, 0),
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        consumer::stop);

    consumer.run();

    assertThat(handled).containsExactly("0:0");
    assertThat(deadLetters.all()).isEmpty();
  }

  @Test
  void countsNoAttemptWhileSomethingIsAway() {
    service =
        delivery -> {
          if (tried.size() < 4) {
            throw new FreshetException(Fault.DEPENDENCY, "Cannot ask Redis");
          }
          if (tried.size() < 6) {
            throw new IllegalStateException("not yet");
          }
        };
    begin(
        () -> arrive(BAD, 0),
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        consumer::stop);

    consumer.run();

    assertThat(handled).containsExactly("0:0");
    assertThat(deadLetters.all()).isEmpty();
  }

  @Test
  void triesTheHandOffAgainAndNotTheHandler() {
    service = failing(BAD);
    deadLetters.fail();
    begin(
        () -> arrive(BAD, 0),
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        () -> {
          assertThat(kafka.committed(Set.of(BAD))).isEmpty();
          deadLetters.heal();
          pass(Duration.ofMinutes(1));
        },
        consumer::stop);

    consumer.run();

    assertThat(tried).hasSize(3);
    assertThat(consumer.metrics().handedOff()).isEqualTo(1);
    assertThat(committed(BAD)).isEqualTo(1);
  }

  @Test
  void goesOnBehindAnEventThatIsTooLargeForADeadLetter() {
    service = failing(BAD);
    begin(
        () -> {
          ConsumerRecord<byte[], byte[]> large =
              message(BAD, 0, encoder.encode(Pings.payload()).value());
          large.headers().add("ce_large", new byte[5 << 20]);
          kafka.addRecord(large);
        },
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        () -> pass(Duration.ofMinutes(1)),
        consumer::stop);

    consumer.run();

    assertThat(deadLetters.all()).isEmpty();
    assertThat(consumer.metrics().unkept()).isEqualTo(1);
    assertThat(committed(BAD)).isEqualTo(1);
  }

  @Test
  void leavesRefusedRecordsToTheTablesWriter() {
    begin(
        () -> kafka.addRecord(message(BAD, 0, new byte[] {7})),
        () -> arrive(BAD, 1),
        consumer::stop);

    consumer.run();

    assertThat(handled).containsExactly("0:1");
    assertThat(consumer.metrics().refused()).isEqualTo(1);
    assertThat(consumer.metrics().handled()).isEqualTo(1);
    assertThat(deadLetters.all()).isEmpty();
  }

  @Test
  void commitsWhatIsDoneBeforeAPartitionGoes() {
    begin(
        () -> arrive(GOOD, 0),
        () -> {
          kafka.rebalance(List.of(BAD));
          // The fake knows positions of assigned partitions only.
          kafka.rebalance(List.of(BAD, GOOD));
          assertThat(committed(GOOD)).isEqualTo(1);
        },
        consumer::stop);

    consumer.run();

    assertThat(handled).containsExactly("1:0");
  }

  @Test
  void triesNothingMoreOfAPartitionThatItHasGivenAway() {
    service = failing(BAD);
    begin(
        () -> arrive(BAD, 0),
        () -> {
          kafka.rebalance(List.of(GOOD));
          // The fake goes on pausing what is no longer assigned, which throws.
          kafka.rebalance(List.of(BAD, GOOD));
        },
        () -> pass(Duration.ofMinutes(1)),
        consumer::stop);

    consumer.run();

    assertThat(tried).containsExactly("0:0#1");
  }

  @Test
  void triesNothingMoreOfAPartitionThatOthersHaveTaken() {
    service = failing(BAD);
    begin(
        () -> arrive(BAD, 0),
        () -> {
          rebalances.onPartitionsLost(List.of(BAD));
          pass(Duration.ofMinutes(1));
        },
        consumer::stop);

    consumer.run();

    assertThat(tried).containsExactly("0:0#1");
  }

  @Test
  void stopsBehindTheEventThatIsBeingHandled() {
    service = delivery -> consumer.stop();
    begin(
        () -> {
          arrive(GOOD, 0);
          arrive(GOOD, 1);
        });

    consumer.run();

    assertThat(handled).containsExactly("1:0");
    assertThat(committed(GOOD)).isEqualTo(1);
  }

  @Test
  void tellsHowFarItIsBehind() {
    begin(
        () -> {
          arrive(GOOD, 0);
          kafka.updateEndOffsets(Map.of(GOOD, 5L));
        },
        consumer::stop);

    consumer.run();

    assertThat(consumer.metrics().lag()).isEqualTo(4);
  }

  @Test
  void endsWhenItsHandlerIsInterrupted() {
    service =
        delivery -> {
          throw new InterruptedException();
        };
    begin(() -> arrive(BAD, 0));

    assertThatThrownBy(consumer::run)
        .isInstanceOf(FreshetException.class)
        .hasMessage("Interrupted while handling an event of dasher_pings");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(kafka.committed(Set.of(BAD))).isEmpty();
  }

  private static EventHandler failing(TopicPartition partition) {
    return delivery -> {
      if (delivery.position().partition() == partition.partition()) {
        throw new IllegalStateException("on purpose");
      }
    };
  }

  /** What happens before each poll; the group has shared the partitions out before the first. */
  private void begin(Runnable... polls) {
    kafka.schedulePollTask(
        () -> {
          kafka.rebalance(List.of(BAD, GOOD));
          kafka.updateBeginningOffsets(Map.of(BAD, 0L, GOOD, 0L));
          kafka.updateEndOffsets(Map.of(BAD, 0L, GOOD, 0L));
        });
    for (Runnable poll : polls) {
      kafka.schedulePollTask(poll);
    }
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private long committed(TopicPartition partition) {
    return Optional.ofNullable(kafka.committed(Set.of(partition)).get(partition))
        .map(OffsetAndMetadata::offset)
        .orElse(-1L);
  }

  private void arrive(TopicPartition partition, long offset) {
    kafka.addRecord(message(partition, offset, encoder.encode(Pings.payload()).value()));
  }

  private void arriveAsTest(TopicPartition partition, long offset) {
    ConsumerRecord<byte[], byte[]> test =
        message(partition, offset, encoder.encode(Pings.payload()).value());
    test.headers().add(TestMark.HEADER, TestMark.YES.getBytes(StandardCharsets.UTF_8));
    kafka.addRecord(test);
  }

  private ConsumerRecord<byte[], byte[]> message(
      TopicPartition partition, long offset, byte[] value) {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(Pings.payload());

    return new LogPlace(partition.topic(), partition.partition(), offset, Pings.NOW.toEpochMilli())
        .holding(sent.key(), value, sent.headers());
  }
}
