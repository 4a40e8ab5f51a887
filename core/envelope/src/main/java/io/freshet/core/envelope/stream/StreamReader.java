package io.freshet.core.envelope.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Looks into one stream from any place, for a person or a tool: alone, without a group and without
 * committing anything. Committed events only. Not thread-safe.
 */
public final class StreamReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * How long a broker may hold back its answer where it has nothing yet. A sample goes from place
   * to place, and at the last event of a partition each step would wait as long; Kafka's own half a
   * second is too much of that. A new event is told at once, whatever this is.
   */
  private static final Duration LONGEST_ANSWER = Duration.ofMillis(50);

  private final String topic;
  private final EventDecoder decoder;
  private final Consumer<byte[], byte[]> kafka;
  private final List<TopicPartition> partitions;

  private StreamReader(Contract contract, SchemaRegistry registry, Consumer<byte[], byte[]> kafka) {
    this.topic = Streams.topic(contract);
    this.decoder = new EventDecoder(contract, registry);
    this.kafka = kafka;
    this.partitions = EventConsumer.partitions(kafka, topic);
  }

  /**
   * Opens it at the stream's oldest event.
   *
   * @throws FreshetException when there is no such topic, or Kafka is away
   */
  public static StreamReader open(
      KafkaSettings settings, SchemaRegistry registry, Contract contract) {
    contract.requireStream();
    Consumer<byte[], byte[]> kafka = EventConsumer.kafka(settings, LONGEST_ANSWER);
    try {
      StreamReader reader = new StreamReader(contract, registry, kafka);
      kafka.assign(reader.partitions);
      kafka.seekToBeginning(reader.partitions);

      return reader;
    } catch (RuntimeException e) {
      kafka.close();
      throw KafkaFaults.failure("read %s".formatted(Streams.topic(contract)), e);
    }
  }

  /** Goes on from there. */
  public void seek(StreamStart start) {
    asking(
        () -> {
          if (start instanceof StreamStart.Earliest) {
            kafka.seekToBeginning(partitions);
          } else if (start instanceof StreamStart.Latest) {
            seekToEnds();
          } else if (start instanceof StreamStart.Since since) {
            seekTo(since.receivedAt());
          } else if (start instanceof StreamStart.Offset offset) {
            seekTo(offset.offset());
          }

          return null;
        });
  }

  /** What comes next; waits for it, up to the timeout. */
  public List<Received> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = asking(() -> kafka.poll(timeout));
    List<Received> received = new ArrayList<>(records.count());
    records.forEach(event -> received.add(received(event)));

    return received;
  }

  /** Behind the last event of each partition, now. */
  public Map<Integer, Long> ends() {
    return asking(() -> kafka.endOffsets(partitions)).entrySet().stream()
        .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
  }

  /** Whether the reading has come that far in every partition. */
  public boolean hasReached(Map<Integer, Long> ends) {
    return asking(
        () ->
            partitions.stream()
                .allMatch(
                    partition -> kafka.position(partition) >= ends.get(partition.partition())));
  }

  /**
   * Some events out of all that the stream holds, evenly spread over its partitions and over each
   * partition's offsets; in their order.
   */
  public List<Received> sample(int count) {
    return asking(
        () -> {
          SampleAims sample =
              SampleAims.of(
                  count, kafka.beginningOffsets(partitions), kafka.endOffsets(partitions));
          List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
          for (int round = 0; round < sample.rounds(); round++) {
            take(sample, round, taken);
          }
          taken.sort(
              Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                  .thenComparingLong(ConsumerRecord::offset));

          return taken.stream().map(this::received).toList();
        });
  }

  @Override
  public void close() {
    kafka.close();
  }

  /** One event from each partition that still owes one. */
  private void take(SampleAims sample, int round, List<ConsumerRecord<byte[], byte[]>> taken) {
    Map<TopicPartition, Long> open = sample.targets(round, taken);
    kafka.pause(partitions);
    kafka.resume(open.keySet());
    open.forEach(kafka::seek);
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!open.isEmpty()) {
      ConsumerRecords<byte[], byte[]> records = kafka.poll(POLL);
      for (TopicPartition partition : records.partitions()) {
        taken.add(records.records(partition).get(0));
        open.remove(partition);
        kafka.pause(List.of(partition));
      }
      // Behind the last event there may still be the markers of transactions.
      open.keySet().removeIf(partition -> kafka.position(partition) >= sample.end(partition));
      if (Instant.now().isAfter(deadline)) {
        throw new TimeoutException("no events within %d s".formatted(PATIENCE.toSeconds()));
      }
    }
  }

  private void seekToEnds() {
    kafka.seekToEnd(partitions);
    // The seek is lazy: without asking, events that come before the first poll would be left out.
    partitions.forEach(kafka::position);
  }

  private void seekTo(Instant receivedAt) {
    seekToEnds();
    Map<TopicPartition, Long> times =
        partitions.stream()
            .collect(Collectors.toMap(Function.identity(), tp -> receivedAt.toEpochMilli()));
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
        kafka.offsetsForTimes(times).entrySet()) {
      if (found.getValue() != null) {
        kafka.seek(found.getKey(), found.getValue().offset());
      }
    }
  }

  private void seekTo(long offset) {
    Map<TopicPartition, Long> begins = kafka.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = kafka.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      kafka.seek(partition, Math.min(Math.max(offset, begins.get(partition)), ends.get(partition)));
    }
  }

  private Received received(ConsumerRecord<byte[], byte[]> event) {
    return new Received(EventConsumer.position(event), decoder.decode(event));
  }

  private interface Question<T> {
    T ask();
  }

  private <T> T asking(Question<T> question) {
    try {
      return question.ask();
    } catch (KafkaException e) {
      throw KafkaFaults.failure("read %s".formatted(topic), e);
    }
  }
}
