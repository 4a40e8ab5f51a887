package io.freshet.ingestion.gateway.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/** Reads what was sent; alone in its group, of which it gets every partition. */
public final class FakeConsumer extends MockConsumer<byte[], byte[]> {
  private static final Instant RECEIVED = Instant.parse("2026-11-01T08:00:01Z");
  private static final Duration LONGEST_WAIT = Duration.ofMillis(5);

  private final List<TopicPartition> partitions;
  private final Supplier<List<ProducerRecord<byte[], byte[]>>> log;
  private final Map<TopicPartition, Integer> held = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();

  FakeConsumer(
      List<TopicPartition> partitions, Supplier<List<ProducerRecord<byte[], byte[]>>> log) {
    super("earliest");
    this.partitions = partitions;
    this.log = log;
    Map<TopicPartition, Long> begin = new HashMap<>();
    partitions.forEach(partition -> begin.put(partition, 0L));
    updateBeginningOffsets(begin);
  }

  @Override
  public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    super.commitSync(offsets);
    offsets.forEach((partition, position) -> committed.put(partition, position.offset()));
  }

  @Override
  public synchronized void seek(TopicPartition partition, long offset) {
    super.seek(partition, offset);
    held.remove(partition);
  }

  @Override
  public synchronized void seekToBeginning(Collection<TopicPartition> sought) {
    super.seekToBeginning(sought);
    sought.forEach(held::remove);
  }

  /** What it has committed, even when it is closed. */
  public Map<TopicPartition, Long> committed() {
    return committed;
  }

  @Override
  public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    if (!subscription().isEmpty() && assignment().isEmpty()) {
      rebalance(
          partitions.stream()
              .filter(partition -> subscription().contains(partition.topic()))
              .toList());
    }
    assignment().forEach(this::fetch);
    ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
    if (records.isEmpty()) {
      // The mock answers at once: whoever asks until something comes would leave others no time.
      LockSupport.parkNanos(Math.min(timeout.toNanos(), LONGEST_WAIT.toNanos()));
    }

    return records;
  }

  private void fetch(TopicPartition partition) {
    List<ProducerRecord<byte[], byte[]>> all =
        log.get().stream()
            .filter(sent -> sent.topic().equals(partition.topic()))
            .filter(sent -> sent.partition() == partition.partition())
            .toList();
    for (int offset = held.getOrDefault(partition, 0); offset < all.size(); offset++) {
      ProducerRecord<byte[], byte[]> sent = all.get(offset);
      addRecord(
          new ConsumerRecord<>(
              sent.topic(),
              sent.partition(),
              offset,
              RECEIVED.toEpochMilli(),
              TimestampType.LOG_APPEND_TIME,
              sent.key().length,
              sent.value().length,
              sent.key(),
              sent.value(),
              sent.headers(),
              Optional.empty()));
    }
    held.put(partition, all.size());
    updateEndOffsets(Map.of(partition, (long) all.size()));
  }
}
