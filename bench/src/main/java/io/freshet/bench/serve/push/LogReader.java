package io.freshet.bench.serve.push;

import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads stretches of one stream. Not thread-safe. */
public final class LogReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<byte[], byte[]> kafka;
  private final EventDecoder decoder;
  private final List<TopicPartition> partitions;

  public LogReader(Stage stage, Contract contract) {
    decoder = new EventDecoder(contract, stage.registry());
    kafka =
        new KafkaConsumer<>(
            stage.kafka().readingConfig(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    partitions =
        kafka.partitionsFor(Streams.topic(contract)).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
  }

  /** Where each partition ends. */
  public Map<TopicPartition, Long> ends() {
    return new HashMap<>(kafka.endOffsets(partitions));
  }

  /** The first that Kafka has taken then or later, in each partition; its end where none is. */
  Map<TopicPartition, Long> at(long millis) {
    Map<TopicPartition, Long> ends = ends();
    Map<TopicPartition, OffsetAndTimestamp> found =
        kafka.offsetsForTimes(
            partitions.stream()
                .collect(Collectors.toMap(Function.identity(), partition -> millis)));
    ends.replaceAll(
        (partition, end) -> found.get(partition) == null ? end : found.get(partition).offset());

    return ends;
  }

  /**
   * Hands over each event with the time at which Kafka took it, in milliseconds.
   *
   * @param until the first of each partition that is not wanted
   */
  public void read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> until,
      ObjLongConsumer<GenericRecord> each) {
    kafka.assign(partitions);
    partitions.forEach(partition -> kafka.seek(partition, from.get(partition)));
    long movedNanos = System.nanoTime();
    while (partitions.stream()
        .anyMatch(partition -> kafka.position(partition) < until.get(partition))) {
      ConsumerRecords<byte[], byte[]> some = kafka.poll(POLL);
      if (!some.isEmpty()) {
        movedNanos = System.nanoTime();
      } else if (System.nanoTime() - movedNanos > LONGEST_SILENCE.toNanos()) {
        throw new FreshetException(
            Fault.DEPENDENCY, "Kafka gives no more of %s".formatted(partitions));
      }
      for (ConsumerRecord<byte[], byte[]> stored : some) {
        TopicPartition partition = new TopicPartition(stored.topic(), stored.partition());
        if (stored.offset() < until.get(partition)
            && decoder.decode(stored) instanceof Decoded.Event event) {
          each.accept(event.payload(), stored.timestamp());
        }
      }
    }
  }

  @Override
  public void close() {
    kafka.close();
  }
}
