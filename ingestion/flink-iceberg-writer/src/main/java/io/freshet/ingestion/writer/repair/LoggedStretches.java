package io.freshet.ingestion.writer.repair;

import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads stretches of one topic, committed records only. Kafka answers within 30 s, or there is a
 * failure of the dependency. Not thread-safe.
 */
public final class LoggedStretches {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> kafka;
  private final String topic;
  private final LongSupplier nanoTime;

  /**
   * @param kafka reads committed records, in no group
   * @param nanoTime times how long nothing comes
   */
  public LoggedStretches(Consumer<byte[], byte[]> kafka, String topic, LongSupplier nanoTime) {
    this.kafka = kafka;
    this.topic = topic;
    this.nanoTime = nanoTime;
  }

  /** The first offset that retention has left, per partition. */
  public Map<Integer, Long> beginnings(Collection<Integer> partitions) {
    List<TopicPartition> asked = partitions.stream().map(this::partition).toList();
    Map<Integer, Long> beginnings = new HashMap<>();
    asking(() -> kafka.beginningOffsets(asked, ANSWER_WITHIN))
        .forEach((partition, begin) -> beginnings.put(partition.partition(), begin));

    return beginnings;
  }

  /** Visits the records of a stretch, in order. */
  public void read(
      Stretch stretch, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    TopicPartition partition = partition(stretch.position().partition());
    asking(
        () -> {
          kafka.assign(List.of(partition));
          kafka.seek(partition, stretch.from());
          long movedAt = nanoTime.getAsLong();
          for (long at = stretch.from(); at < stretch.end(); ) {
            for (ConsumerRecord<byte[], byte[]> kafkaRecord : kafka.poll(POLL)) {
              if (stretch.contains(kafkaRecord.offset())) {
                visitor.accept(kafkaRecord);
              }
            }
            long position = kafka.position(partition, ANSWER_WITHIN);
            movedAt = position > at ? nanoTime.getAsLong() : movedAt;
            at = position;
            requirePatience(partition, at, movedAt);
          }

          return null;
        });
  }

  /** Ends a reading that gets nowhere: a consumer polls a dead broker for ever. */
  private void requirePatience(TopicPartition partition, long at, long movedAt) {
    if (nanoTime.getAsLong() - movedAt > ANSWER_WITHIN.toNanos()) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot read %s: Kafka has brought nothing for %d s behind offset %d"
              .formatted(partition, ANSWER_WITHIN.toSeconds(), at));
    }
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }

  private <T> T asking(Supplier<T> question) {
    try {
      return question.get();
    } catch (KafkaException e) {
      throw KafkaFaults.failure("read topic " + topic, e);
    }
  }
}
