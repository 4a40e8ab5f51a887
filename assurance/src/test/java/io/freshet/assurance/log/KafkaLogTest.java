package io.freshet.assurance.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LogSource;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class KafkaLogTest {
  private static final TopicPartition ZERO = new TopicPartition("pings", 0);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final AtomicLong now = new AtomicLong();
  // Reading asks the consumer alone; a second goes by at each look at the clock.
  private final Log log = new KafkaLog("kafka:9092", null, consumer, () -> now.addAndGet(SECOND));

  @Test
  void readsToTheEndOverGapsAndNoFurther() {
    List<Long> offsets = new ArrayList<>();
    consumer.schedulePollTask(() -> add(3, 4));
    consumer.schedulePollTask(() -> add(7, 8, 9));

    log.read(topic(3, 9), Map.of(), found -> offsets.add(found.offset()));

    assertThat(offsets).containsExactly(3L, 4L, 7L, 8L);
  }

  @Test
  void readsOnAsLongAsSomethingComes() {
    List<Long> offsets = new ArrayList<>();
    for (long offset = 0; offset < 100; offset++) {
      long next = offset;
      consumer.schedulePollTask(() -> add(next));
    }

    log.read(topic(0, 100), Map.of(), found -> offsets.add(found.offset()));

    assertThat(offsets).hasSize(100);
  }

  @Test
  void givesUpReadingWhenNothingComesAnyMore() {
    consumer.schedulePollTask(() -> add(0, 1));

    assertThatThrownBy(() -> log.read(topic(0, 10), Map.of(), found -> {}))
        .isInstanceOfSatisfying(FreshetException.class, KafkaLogTest::isTheDependencys)
        .hasMessage(
            "Cannot read topic pings: Kafka at kafka:9092 has brought nothing for 30 s and stands"
                + " at {pings-0=2}; ./freshet status shows it");
  }

  @Test
  void givesUpLookingForTheOldestRecordWhenNothingComes() {
    assertThatThrownBy(() -> log.oldestBehind(topic(0, 10), Map.of(0, 4L)))
        .isInstanceOfSatisfying(FreshetException.class, KafkaLogTest::isTheDependencys)
        .hasMessageContaining("Cannot read partition pings-0")
        .hasMessageContaining("{pings-0=4}");
  }

  @Test
  void findsTheOldestRecordBehindAPosition() {
    consumer.schedulePollTask(() -> add(5, 6));

    assertThat(log.oldestBehind(topic(0, 10), Map.of(0, 4L)))
        .isEqualTo(Optional.of(Instant.ofEpochMilli(5)));
  }

  @Test
  void saysWhatItWasAskedWhenKafkaFails() {
    consumer.setPollException(new KafkaException("the broker is gone"));

    assertThatThrownBy(() -> log.read(topic(0, 10), Map.of(), found -> {}))
        .isInstanceOfSatisfying(FreshetException.class, KafkaLogTest::isTheDependencys)
        .hasMessage("Cannot read topic pings in Kafka at kafka:9092: the broker is gone");
  }

  @Test
  void doesNotBlameKafkaForRefusingWhoMayNotRead() {
    consumer.setPollException(new TopicAuthorizationException("not authorized to read pings"));

    assertThatThrownBy(() -> log.read(topic(0, 10), Map.of(), found -> {}))
        .isInstanceOfSatisfying(
            FreshetException.class, failure -> assertThat(failure.fault()).isEqualTo(Fault.CALLER))
        .hasMessage("Cannot read topic pings in Kafka at kafka:9092: not authorized to read pings");
  }

  @Test
  void saysWhereItLookedWhenTheAddressLeadsNowhere() {
    assertThatThrownBy(() -> Log.open(new KafkaSettings("kafka.invalid", 1)))
        .isInstanceOfSatisfying(FreshetException.class, KafkaLogTest::isTheDependencys)
        .hasMessageStartingWith("Cannot open the log in Kafka at kafka.invalid: ");
  }

  private static void isTheDependencys(FreshetException failure) {
    assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY);
  }

  private static Log.Topic topic(long begin, long end) {
    return new Log.Topic(
        new LogSource("cluster", "pings", "topic-1"), Map.of(0, begin), Map.of(0, end));
  }

  private void add(long... offsets) {
    for (long offset : offsets) {
      consumer.addRecord(
          new ConsumerRecord<>(
              ZERO.topic(),
              ZERO.partition(),
              offset,
              offset,
              TimestampType.LOG_APPEND_TIME,
              0,
              0,
              null,
              null,
              new RecordHeaders(),
              Optional.empty()));
    }
  }
}
