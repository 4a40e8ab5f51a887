package io.freshet.ingestion.writer.commit;

import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Asks Kafka whether anything lies behind a position. Not thread-safe. */
final class LogPositions implements LogEnds, AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  /** Transaction markers alone are skipped in one fetch; data comes back at once. */
  private static final Duration LOOK_FOR = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final Admin admin;

  LogPositions(Consumer<byte[], byte[]> consumer, Admin admin) {
    this.consumer = consumer;
    this.admin = admin;
  }

  static LogPositions open(KafkaSettings kafka) {
    Map<String, Object> properties = new HashMap<>(kafka.clientConfig());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
    // Only whether there is a record matters here, not what is in it.
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536");
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "freshet-writer-positions");

    return new LogPositions(
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        Admin.create(kafka.clientConfig()));
  }

  @Override
  public String topicId(String topic) {
    return KafkaFaults.answer(
            admin.describeTopics(List.of(topic)).allTopicNames(),
            ANSWER_WITHIN,
            "learn which topic %s is".formatted(topic))
        .get(topic)
        .topicId()
        .toString();
  }

  @Override
  public Set<Integer> partitions(String topic) {
    return consumer.partitionsFor(topic, ANSWER_WITHIN).stream()
        .map(info -> info.partition())
        .collect(Collectors.toSet());
  }

  @Override
  public boolean isReadToEnd(TopicPartition partition, long position) {
    long end = consumer.endOffsets(Set.of(partition), ANSWER_WITHIN).get(partition);
    if (end <= position) {
      return true;
    }
    long beginning = consumer.beginningOffsets(Set.of(partition), ANSWER_WITHIN).get(partition);
    consumer.assign(List.of(partition));
    // Retention may have passed the position: what is left behind it is what counts.
    consumer.seek(partition, Math.max(position, beginning));
    boolean nothing = consumer.poll(LOOK_FOR).isEmpty();

    return nothing && consumer.position(partition, ANSWER_WITHIN) >= end;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    consumer.close();
  }
}
