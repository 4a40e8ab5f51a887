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
 * The topic that keeps the position of one capture: compacted, one partition. A position is written
 * in the transaction of the events that it is about. Each capture has a topic of its own: behind a
 * transaction that another has left open when it died, nobody could read a common one.
 */
public final class PositionTopic {
  public static final String PREFIX = "capture_positions_";

  private static final int ONLY_PARTITION = 0;
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int REPLICAS = 3;

  /** Only closed segments are compacted, and all that is not is read at each start. */
  private static final int SEGMENT_BYTES = 16 << 20;

  private PositionTopic() {}

  public static String name(String capture) {
    return PREFIX + capture;
  }

  /** Makes the topic if it is not there. */
  public static void ensure(Admin kafka, String capture, int maxReplicas) {
    String name = name(capture);
    int replicas = Math.min(REPLICAS, maxReplicas);
    NewTopic topic =
        new NewTopic(name, 1, (short) replicas)
            .configs(
                Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(SEGMENT_BYTES),
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        Integer.toString(Math.max(1, replicas - 1))));
    try {
      KafkaFaults.answer(kafka.createTopics(List.of(topic)).all(), WITHIN, "create topic " + name);
    } catch (FreshetException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** The record that keeps it. */
  public static ProducerRecord<byte[], byte[]> kept(String capture, Position position) {
    return new ProducerRecord<>(
        name(capture),
        ONLY_PARTITION,
        capture.getBytes(StandardCharsets.UTF_8),
        position.toBytes());
  }

  /** The newest that is committed. Whoever asks has ended all transactions of its own before. */
  public static Optional<Position> read(Admin kafka, KafkaSettings settings, String capture) {
    TopicPartition partition = new TopicPartition(name(capture), ONLY_PARTITION);
    long end =
        KafkaFaults.answer(
                kafka
                    .listOffsets(
                        Map.of(partition, OffsetSpec.latest()),
                        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(partition),
                WITHIN,
                "find the end of topic " + partition.topic())
            .offset();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.readingConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return read(consumer, partition, end);
    } catch (KafkaException e) {
      throw KafkaFaults.failure("read topic " + partition.topic(), e);
    }
  }

  private static Optional<Position> read(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) {
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    long deadline = System.nanoTime() + WITHIN.toNanos();
    byte[] newest = null;
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
        newest = each.value();
      }
      if (System.nanoTime() > deadline) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "Topic %s was not read to its end %d within %d s; Kafka is slow"
                .formatted(partition.topic(), end, WITHIN.toSeconds()));
      }
    }

    return Optional.ofNullable(newest).map(Position::of);
  }
}
