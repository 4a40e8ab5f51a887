package io.freshet.warehouse.snowflake.landing;

import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Listens for announced commits. Hints only: what is missed is found by the next sweep, so nothing
 * is remembered, and a record's key, which is the table, says enough.
 */
final class CommitWatch implements AutoCloseable {
  private static final String LISTENING = "listen for commits in " + Contracts.TABLE_COMMITS;

  private final Consumer<byte[], byte[]> kafka;

  private CommitWatch(Consumer<byte[], byte[]> kafka) {
    this.kafka = kafka;
  }

  static CommitWatch open(KafkaSettings settings) {
    Consumer<byte[], byte[]> kafka =
        new KafkaConsumer<>(
            settings.readingConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      return of(kafka);
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
  }

  /** Listens from now on; closes the consumer in the end. */
  static CommitWatch of(Consumer<byte[], byte[]> kafka) {
    try {
      List<PartitionInfo> found = kafka.partitionsFor(Contracts.TABLE_COMMITS);
      if (found == null || found.isEmpty()) {
        throw new FreshetException(
            Fault.CALLER,
            "Topic %s does not exist; apply its contract with freshet contract apply"
                .formatted(Contracts.TABLE_COMMITS));
      }
      List<TopicPartition> partitions =
          found.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      kafka.assign(partitions);
      kafka.seekToEnd(partitions);

      return new CommitWatch(kafka);
    } catch (KafkaException e) {
      throw KafkaFaults.failure(LISTENING, e);
    }
  }

  /** Tables that were committed to, as {@code namespace.name}; empty after the limit. */
  Set<String> await(Duration limit) {
    try {
      Set<String> tables = new HashSet<>();
      for (ConsumerRecord<byte[], byte[]> commit : kafka.poll(limit)) {
        if (commit.key() != null) {
          tables.add(new String(commit.key(), StandardCharsets.UTF_8));
        }
      }

      return tables;
    } catch (KafkaException e) {
      throw KafkaFaults.failure(LISTENING, e);
    }
  }

  @Override
  public void close() {
    kafka.close();
  }
}
