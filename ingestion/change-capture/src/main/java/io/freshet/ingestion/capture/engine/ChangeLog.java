package io.freshet.ingestion.capture.engine;

import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.TransactionalConfig;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.capture.position.Position;
import io.freshet.ingestion.capture.position.PositionTopic;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends what changes become, together with the position behind them: both or neither. One that is
 * opened ends the one before of the same capture, and the transaction that it may have left open.
 * After a failure it is of no more use: the next one finds out what Kafka has. Not thread-safe.
 */
public final class ChangeLog implements AutoCloseable {
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);

  private final String capture;
  private final Producer<byte[], byte[]> kafka;
  private boolean isOpen;

  private ChangeLog(String capture, Producer<byte[], byte[]> kafka) {
    this.capture = capture;
    this.kafka = kafka;
  }

  /**
   * How it sends.
   *
   * @param transactions by which Kafka knows ours
   * @param timeout how long Kafka keeps a transaction that nobody ends
   */
  public record Sending(
      KafkaSettings kafka, String transactions, Duration timeout, int maxMessageBytes) {}

  /** Returns when no other process can send for the capture any more. */
  public static ChangeLog open(String capture, Sending sending) {
    KafkaProducer<byte[], byte[]> kafka =
        new KafkaProducer<>(
            TransactionalConfig.of(
                sending.kafka(),
                sending.transactions(),
                sending.timeout(),
                ANSWER_WITHIN,
                sending.maxMessageBytes()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try {
      kafka.initTransactions();

      return new ChangeLog(capture, kafka);
    } catch (KafkaException e) {
      kafka.close(Duration.ZERO);
      throw KafkaFaults.failure("open the transactions of capture " + capture, e);
    }
  }

  public int partitions(String topic) {
    try {
      return kafka.partitionsFor(topic).size();
    } catch (KafkaException e) {
      throw KafkaFaults.failure("learn the partitions of topic " + topic, e);
    }
  }

  /** Adds a record to the transaction that is open, or to a new one. */
  public void send(ProducerRecord<byte[], byte[]> message) {
    try {
      if (!isOpen) {
        kafka.beginTransaction();
        isOpen = true;
      }
      // What it meets comes up again at the commit.
      Future<RecordMetadata> unused = kafka.send(message);
    } catch (KafkaException e) {
      throw KafkaFaults.failure("send events of capture " + capture, e);
    }
  }

  /**
   * Commits what was sent, and where to go on behind it.
   *
   * @throws FreshetException when Kafka does not say that it has; it may have all the same
   */
  public void commit(Position position) {
    try {
      // First all else, so that the topic of positions waits for no long transaction.
      kafka.flush();
      send(PositionTopic.kept(capture, position));
      kafka.commitTransaction();
      isOpen = false;
    } catch (KafkaException e) {
      throw KafkaFaults.failure("commit events of capture " + capture, e);
    }
  }

  /** What is not committed is aborted. */
  @Override
  public void close() {
    kafka.close(CLOSE_WITHIN);
  }
}
