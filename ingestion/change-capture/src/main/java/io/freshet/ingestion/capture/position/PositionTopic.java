package io.freshet.ingestion.capture.position;

import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topic that keeps the position of every capture: compacted, one partition, the capture's name
 * as key. A position is written in the transaction of the events that it is about.
 */
public final class PositionTopic {
  public static final String NAME = "capture_positions";

  private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int REPLICAS = 3;

  /** Only closed segments are compacted, and all that is not is read at each start. */
  private static final int SEGMENT_BYTES = 16 << 20;

  private PositionTopic() {}

  /** Makes the topic if it is not there. */
  public static void ensure(Admin kafka, int maxReplicas) {
    int replicas = Math.min(REPLICAS, maxReplicas);
    NewTopic topic =
        new NewTopic(NAME, 1, (short) replicas)
            .configs(
                Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(SEGMENT_BYTES),
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        Integer.toString(Math.max(1, replicas - 1))));
    try {
      KafkaFaults.answer(kafka.createTopics(List.of(topic)).all(), WITHIN, "create topic " + NAME);
    } catch (FreshetException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** The record that keeps it. */
  public static ProducerRecord<byte[], byte[]> kept(String capture, Position position) {
    return new ProducerRecord<>(
        NAME, PARTITION.partition(), capture.getBytes(StandardCharsets.UTF_8), position.toBytes());
  }

  /**
   * The newest that is committed. Whoever asks has ended all transactions of its own before; those
   * of other captures are waited for, as what lies behind them is not told before.
   */
  public static Optional<Position> read(Admin kafka, KafkaSettings settings, String capture) {
    long end =
        KafkaFaults.answer(
                kafka
                    .listOffsets(
                        Map.of(PARTITION, OffsetSpec.latest()),
                        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(PARTITION),
                WITHIN,
                "find the end of topic " + NAME)
            .offset();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.readingConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return read(consumer, end, capture);
    } catch (KafkaException e) {
      throw KafkaFaults.failure("read topic " + NAME, e);
    }
  }

  private static Optional<Position> read(
      KafkaConsumer<byte[], byte[]> consumer, long end, String capture) {
    consumer.assign(List.of(PARTITION));
    consumer.seekToBeginning(List.of(PARTITION));
    long deadline = System.nanoTime() + WITHIN.toNanos();
    byte[] newest = null;
    while (consumer.position(PARTITION) < end) {
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
        if (new String(each.key(), StandardCharsets.UTF_8).equals(capture)) {
          newest = each.value();
        }
      }
      if (System.nanoTime() > deadline) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "Topic %s was not read to its end %d within %d s; another capture's transaction is open, or Kafka is slow"
                .formatted(NAME, end, WITHIN.toSeconds()));
      }
    }

    return Optional.ofNullable(newest).map(Position::of);
  }
}
