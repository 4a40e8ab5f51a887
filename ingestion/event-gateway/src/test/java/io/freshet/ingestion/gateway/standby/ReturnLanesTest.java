package io.freshet.ingestion.gateway.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.samples.LogPlace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReturnLanesTest {
  private static final TopicPartition STUCK = new TopicPartition("rides", 0);
  private static final TopicPartition SOUND = new TopicPartition("rides", 1);
  private static final long SENT = 1_700_000_000_123L;
  private static final KafkaException TOO_LARGE =
      new KafkaException("in an error state", new RecordTooLargeException("too large"));

  private final AtomicLong nanos = new AtomicLong();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final ReturnLanes lanes = new ReturnLanes(new ReturnLog(metrics, nanos::get), nanos::get);
  private MockProducer<byte[], byte[]> stuck;
  private MockProducer<byte[], byte[]> sound;

  @BeforeEach
  void open() {
    stuck = open(STUCK);
    sound = open(SOUND);
  }

  @Test
  void aPartitionThatIsStuckHoldsNoOtherUp() {
    stuck.commitTransactionException = TOO_LARGE;

    lanes.bring(waiting(STUCK, SOUND));

    assertThat(sound.history()).hasSize(1);
    assertThat(lanes.has(SOUND)).isTrue();
    assertThat(lanes.has(STUCK)).isFalse();
    assertThat(stuck.closed()).isTrue();
  }

  @Test
  void aPartitionThatIsStuckRestsBeforeItIsTriedAgain() {
    stuck.commitTransactionException = TOO_LARGE;

    lanes.bring(waiting(STUCK, SOUND));
    assertThat(lanes.rests(STUCK)).isTrue();
    assertThat(lanes.rests(SOUND)).isFalse();

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(lanes.rests(STUCK)).isFalse();
  }

  @Test
  void countsEachAttemptUntilTheRecordsComeBack() {
    stuck.commitTransactionException = TOO_LARGE;
    lanes.bring(waiting(STUCK));
    open(STUCK).commitTransactionException = TOO_LARGE;
    lanes.bring(waiting(STUCK));
    MockProducer<byte[], byte[]> mended = open(STUCK);

    lanes.bring(waiting(STUCK));

    assertThat(mended.history()).hasSize(1);
    assertThat(lanes.rests(STUCK)).isFalse();
    assertThat(attempts()).isEqualTo(2);
  }

  /** Whoever is away is away for all, and comes back by itself. */
  @Test
  void aClusterThatIsAwayIsNoPartitionsFault() {
    stuck.commitTransactionException = new TimeoutException("away");

    assertThatThrownBy(() -> lanes.bring(waiting(STUCK, SOUND)))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Cannot bring back records of rides-0: away");
    assertThat(sound.history()).isEmpty();
    assertThat(lanes.has(STUCK)).isFalse();
    assertThat(lanes.rests(STUCK)).isFalse();
    assertThat(attempts()).isZero();
  }

  private MockProducer<byte[], byte[]> open(TopicPartition partition) {
    MockProducer<byte[], byte[]> own =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    own.initTransactions();
    lanes.add(
        partition,
        new ReturnLane(partition, new ReturnLane.Notes(StandbyReturn.GROUP, "topic-id"), own));

    return own;
  }

  private double attempts() {
    return metrics.find(ReturnLog.STUCK).counters().stream().mapToDouble(Counter::count).sum();
  }

  /** One record of each, in this order. */
  private static ConsumerRecords<byte[], byte[]> waiting(TopicPartition... partitions) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      records.put(
          partition,
          List.of(
              new LogPlace(partition.topic(), partition.partition(), 7, SENT)
                  .holding(new byte[] {1}, new byte[] {2}, new RecordHeaders())));
    }

    return new ConsumerRecords<>(records, Map.of());
  }
}
