package io.freshet.ingestion.writer.repair;

import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventIds;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.ingestion.writer.table.Trips;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/** A topic of trips in memory; an offset may be given another record. */
final class TripLog {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final String TOPIC = "trips";

  private final EventEncoder encoder;
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();

  TripLog(SchemaRegistry registry) {
    this.encoder =
        EventEncoder.of(
            Trips.contract(),
            registry,
            new EventEncoder.Origin("/test", EventIds.of("test"), InstantSource.fixed(NOON)));
  }

  /** The same topic as it is read. */
  LoggedStretches stretches() {
    MockConsumer<byte[], byte[]> consumer =
        new MockConsumer<>(OffsetResetStrategy.NONE) {
          @Override
          public synchronized void assign(Collection<TopicPartition> partitions) {
            super.assign(partitions);
            partitions.forEach(partition -> records.get(partition).forEach(this::addRecord));
          }
        };
    records.keySet().forEach(partition -> beginnings.putIfAbsent(partition, 0L));
    consumer.updateBeginningOffsets(beginnings);

    return new LoggedStretches(consumer, TOPIC, System::nanoTime);
  }

  void deleteBefore(int partition, long offset) {
    beginnings.put(new TopicPartition(TOPIC, partition), offset);
  }

  ConsumerRecord<byte[], byte[]> add(int partition, long offset, GenericRecord trip) {
    ConsumerRecord<byte[], byte[]> logged = logged(partition, offset, trip);
    put(logged);

    return logged;
  }

  ConsumerRecord<byte[], byte[]> addBroken(int partition, long offset) {
    ConsumerRecord<byte[], byte[]> whole = logged(partition, offset, Trips.trip(1, NOON));
    ConsumerRecord<byte[], byte[]> broken = withValue(whole, new byte[] {9, 9});
    put(broken);

    return broken;
  }

  /** One that lost its last byte on the way. */
  ConsumerRecord<byte[], byte[]> addCutOff(int partition, long offset, long trip) {
    ConsumerRecord<byte[], byte[]> whole = logged(partition, offset, Trips.trip(trip, NOON));
    ConsumerRecord<byte[], byte[]> cut =
        withValue(whole, Arrays.copyOf(whole.value(), whole.value().length - 1));
    put(cut);

    return cut;
  }

  private void put(ConsumerRecord<byte[], byte[]> logged) {
    records
        .computeIfAbsent(new TopicPartition(TOPIC, logged.partition()), first -> new ArrayList<>())
        .add(logged);
  }

  /** As the log would hold it; it is not added. */
  ConsumerRecord<byte[], byte[]> logged(int partition, long offset, GenericRecord trip) {
    ProducerRecord<byte[], byte[]> sent = encoder.encode(trip);

    return new ConsumerRecord<>(
        TOPIC,
        partition,
        offset,
        NOON.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        sent.key().length,
        sent.value().length,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }

  private static ConsumerRecord<byte[], byte[]> withValue(
      ConsumerRecord<byte[], byte[]> logged, byte[] value) {
    return new ConsumerRecord<>(
        logged.topic(),
        logged.partition(),
        logged.offset(),
        logged.timestamp(),
        logged.timestampType(),
        logged.serializedKeySize(),
        value.length,
        logged.key(),
        value,
        logged.headers(),
        Optional.empty());
  }
}
