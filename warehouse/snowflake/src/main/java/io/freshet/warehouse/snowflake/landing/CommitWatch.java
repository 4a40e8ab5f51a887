package io.freshet.warehouse.snowflake.landing;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Listens for announced commits. Hints only: what is missed is found by the next sweep, so nothing
 * is remembered, and a record's key, which is the table, says enough.
 */
final class CommitWatch implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;

  private CommitWatch(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  static CommitWatch open(String bootstrap) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Contracts.TABLE_COMMITS).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);

      return new CommitWatch(consumer);
    } catch (KafkaException e) {
      consumer.close();
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Kafka at %s does not tell about %s: %s"
              .formatted(bootstrap, Contracts.TABLE_COMMITS, e.getMessage()),
          e);
    }
  }

  /** Tables that were committed to, as {@code namespace.name}; empty after the limit. */
  Set<String> await(Duration limit) {
    Set<String> tables = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> commit : consumer.poll(limit)) {
      if (commit.key() != null) {
        tables.add(new String(commit.key(), StandardCharsets.UTF_8));
      }
    }

    return tables;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
