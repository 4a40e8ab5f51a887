package io.freshet.core.envelope.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed events of some contracts, decoded. At least once: {@link #commit} after having
 * done what the events ask for. Not thread-safe.
 */
public final class EventConsumer implements AutoCloseable {
  private final Consumer<byte[], byte[]> kafka;
  private final Map<String, EventDecoder> decoders;

  /** A record and what became of it. */
  public record Received(Position position, Decoded decoded) {}

  EventConsumer(Consumer<byte[], byte[]> kafka, Map<String, EventDecoder> decoders) {
    this.kafka = kafka;
    this.decoders = decoders;
  }

  /** Shares the streams with the group's other members; begins where the group has committed. */
  public static EventConsumer subscribe(
      KafkaSettings settings,
      SchemaRegistry registry,
      String group,
      Collection<Contract> contracts) {
    Map<String, EventDecoder> decoders = decoders(contracts, registry);
    EventConsumer consumer =
        new EventConsumer(kafka(settings, Map.of(ConsumerConfig.GROUP_ID_CONFIG, group)), decoders);
    consumer.kafka.subscribe(decoders.keySet());

    return consumer;
  }

  /** Reads the streams from their first event on, alone, without committing. */
  public static EventConsumer fromBeginning(
      KafkaSettings settings, SchemaRegistry registry, Collection<Contract> contracts) {
    Map<String, EventDecoder> decoders = decoders(contracts, registry);
    EventConsumer consumer = new EventConsumer(kafka(settings, Map.of()), decoders);
    try {
      consumer.assignAll();
    } catch (RuntimeException e) {
      consumer.close();
      throw KafkaFaults.failure(consumer.reading(), e);
    }

    return consumer;
  }

  /**
   * What has come since the last poll; waits for it, up to the timeout. When the registry is away
   * it throws, and the next poll brings the same records again.
   */
  public List<Received> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = kafka.poll(timeout);
    } catch (KafkaException e) {
      throw KafkaFaults.failure(reading(), e);
    }
    List<Received> received = new ArrayList<>(records.count());
    try {
      for (ConsumerRecord<byte[], byte[]> event : records) {
        received.add(new Received(position(event), decoders.get(event.topic()).decode(event)));
      }
    } catch (RuntimeException e) {
      rewind(records);
      throw e;
    }

    return received;
  }

  /** Makes the group begin behind what the last poll brought. */
  public void commit() {
    try {
      kafka.commitSync();
    } catch (KafkaException e) {
      throw KafkaFaults.failure("commit positions of %s".formatted(decoders.keySet()), e);
    }
  }

  /**
   * Whether every assigned partition has been read to what is its end now; no while none is
   * assigned, as before the group has shared them out.
   */
  public boolean isAtEnd() {
    try {
      Set<TopicPartition> assigned = kafka.assignment();

      return !assigned.isEmpty()
          && kafka.endOffsets(assigned).entrySet().stream()
              .allMatch(end -> kafka.position(end.getKey()) >= end.getValue());
    } catch (KafkaException e) {
      throw KafkaFaults.failure(reading(), e);
    }
  }

  @Override
  public void close() {
    kafka.close();
  }

  private void assignAll() {
    List<TopicPartition> all = new ArrayList<>();
    decoders.keySet().forEach(topic -> all.addAll(partitions(kafka, topic)));
    kafka.assign(all);
    kafka.seekToBeginning(all);
  }

  /** Those of a topic that is there. */
  static List<TopicPartition> partitions(Consumer<byte[], byte[]> kafka, String topic) {
    List<PartitionInfo> found = kafka.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "Topic %s does not exist; apply its contract with freshet contract apply"
              .formatted(topic));
    }

    return found.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  private void rewind(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      kafka.seek(partition, records.records(partition).get(0).offset());
    }
  }

  private String reading() {
    return "read %s".formatted(String.join(", ", decoders.keySet()));
  }

  static Position position(ConsumerRecord<byte[], byte[]> event) {
    return new Position(
        event.topic(),
        event.partition(),
        event.offset(),
        Instant.ofEpochMilli(ReceivedTime.millis(event)));
  }

  static Map<String, EventDecoder> decoders(
      Collection<Contract> contracts, SchemaRegistry registry) {
    Map<String, EventDecoder> decoders = new LinkedHashMap<>();
    for (Contract contract : contracts) {
      decoders.put(Streams.topic(contract), new EventDecoder(contract, registry));
    }

    return decoders;
  }

  /**
   * One that reads alone, of no group.
   *
   * @param longestAnswer how long a broker may wait for events before it says that there are none
   */
  static Consumer<byte[], byte[]> kafka(KafkaSettings settings, Duration longestAnswer) {
    return kafka(
        settings,
        Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(longestAnswer.toMillis())));
  }

  private static Consumer<byte[], byte[]> kafka(KafkaSettings settings, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(settings.readingConfig());
    config.putAll(more);

    return KafkaClients.made(
        settings,
        () ->
            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }
}
