package io.freshet.ingestion.gateway.standby;

import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.TransactionalConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Brings the records of one partition of the standby cluster back to the stream's own. Records and
 * the position behind them are one transaction of the stream's own cluster: both or neither. Who
 * opens a lane puts an end to another of the same partition. Not thread-safe.
 */
final class ReturnLane implements AutoCloseable {
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  private final TopicPartition partition;
  private final Notes notes;
  private final Producer<byte[], byte[]> own;

  ReturnLane(TopicPartition partition, Notes notes, Producer<byte[], byte[]> own) {
    this.partition = partition;
    this.notes = notes;
    this.own = own;
  }

  /**
   * How the stream's own cluster knows positions of the standby's partitions.
   *
   * @param group under which
   * @param topicId of the standby's topic; one of the same name may come later
   */
  record Notes(String group, String topicId) {}

  /**
   * @throws io.freshet.core.toolkit.FreshetException when the stream's own cluster is away
   */
  static ReturnLane open(
      TopicPartition partition, Notes notes, KafkaSettings own, int maxMessageBytes) {
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            TransactionalConfig.of(
                own,
                "%s-%s".formatted(notes.group(), partition),
                TRANSACTION_TIMEOUT,
                ANSWER_WITHIN,
                maxMessageBytes),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try {
      producer.initTransactions();

      return new ReturnLane(partition, notes, producer);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw KafkaFaults.failure("begin to bring back records of %s".formatted(partition), e);
    }
  }

  /**
   * Brings records back, all or none.
   *
   * @throws io.freshet.core.toolkit.FreshetException when the stream's own cluster did not take
   *     them, or another lane has taken over; then this one is of no use any more
   */
  void bring(List<ConsumerRecord<byte[], byte[]>> records) {
    try {
      own.beginTransaction();
      for (ConsumerRecord<byte[], byte[]> each : records) {
        Future<RecordMetadata> unused = own.send(returned(each));
      }
      long next = records.get(records.size() - 1).offset() + 1;
      own.sendOffsetsToTransaction(
          Map.of(partition, new OffsetAndMetadata(next, notes.topicId())),
          new ConsumerGroupMetadata(notes.group()));
      own.commitTransaction();
    } catch (KafkaException e) {
      // After a record that was refused Kafka's client only says that it is in an error state.
      throw KafkaFaults.failure(
          "bring back records of %s".formatted(partition),
          e.getCause() instanceof KafkaException reason ? reason : e);
    }
  }

  /** In its partition, and as old as it is. */
  private static ProducerRecord<byte[], byte[]> returned(ConsumerRecord<byte[], byte[]> waiting) {
    Headers headers = new RecordHeaders(waiting.headers());
    if (headers.lastHeader(ReceivedTime.HEADER) == null) {
      headers.add(ReceivedTime.header(waiting.timestamp()));
    }

    return new ProducerRecord<>(
        waiting.topic(), waiting.partition(), waiting.key(), waiting.value(), headers);
  }

  /** An open transaction is aborted. */
  @Override
  public void close() {
    own.close(ANSWER_WITHIN);
  }
}
