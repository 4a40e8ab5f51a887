package io.freshet.core.envelope.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.TestMark;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events of one contract. An acknowledged event is on every replica that is in sync, once and
 * in order, as long as this producer lives. Thread-safe.
 *
 * <p>A send that finds the buffer full waits for room, up to a bound, and then fails: nothing piles
 * up without an end when Kafka is away.
 */
public final class EventProducer implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final String topic;
  private final EventEncoder encoder;
  private final Producer<byte[], byte[]> kafka;

  EventProducer(String topic, EventEncoder encoder, Producer<byte[], byte[]> kafka) {
    this.topic = topic;
    this.encoder = encoder;
    this.kafka = kafka;
  }

  /** Opens a producer for a topic that exists; its schema is registered or found. */
  public static EventProducer open(
      Contract contract,
      KafkaSettings settings,
      SchemaRegistry registry,
      EventEncoder.Origin origin) {
    String topic = Streams.topic(contract);
    String doing = "open a producer for topic %s at %s".formatted(topic, settings.bootstrap());
    KafkaProducer<byte[], byte[]> kafka =
        producer(config(settings, contract.requireStream()), doing);
    try {
      int partitions = kafka.partitionsFor(topic).size();

      return new EventProducer(
          topic, EventEncoder.of(contract, registry, origin, partitions), kafka);
    } catch (RuntimeException e) {
      kafka.close(Duration.ZERO);
      throw KafkaFaults.failure(doing, e);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> config, String doing) {
    try {
      return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) { // such as an address that can't be resolved now
      throw KafkaFaults.failure(doing, e);
    }
  }

  /**
   * Sends one event. Dependents of the answer run on the producer's network thread: keep them
   * short.
   *
   * @return where Kafka put the event, or a {@code FreshetException} that says whose fault it is
   * @throws io.freshet.core.envelope.InvalidEventException at once, when the contract does not
   *     allow the event
   */
  public CompletionStage<Position> send(GenericRecord payload) {
    return send(encoder.encode(payload));
  }

  /** As {@link #send(GenericRecord)}, under the caller's id. */
  public CompletionStage<Position> send(String id, GenericRecord payload) {
    return send(encoder.encode(id, payload));
  }

  /** As {@link #send(GenericRecord)}, keeping the id and source of an envelope. */
  public CompletionStage<Position> send(Envelope envelope, GenericRecord payload) {
    return send(encoder.encode(envelope, payload));
  }

  /** As {@link #send(Envelope, GenericRecord)}, marked as a test. */
  public CompletionStage<Position> sendTest(Envelope envelope, GenericRecord payload) {
    return send(encoder.encode(envelope, TestMark.extension(), payload));
  }

  /** Encodes and checks without sending. */
  public EventEncoder encoder() {
    return encoder;
  }

  /** Returns when everything sent so far has been answered, well or badly. */
  public void flush() {
    try {
      kafka.flush();
    } catch (KafkaException e) {
      throw KafkaFaults.failure("flush events to topic %s".formatted(topic), e);
    }
  }

  /** Waits for what was sent, up to a bound. */
  @Override
  public void close() {
    kafka.close(CLOSE_TIMEOUT);
  }

  private CompletionStage<Position> send(ProducerRecord<byte[], byte[]> event) {
    CompletableFuture<Position> answer = new CompletableFuture<>();
    try {
      Future<RecordMetadata> unused =
          kafka.send(event, (metadata, failure) -> complete(answer, metadata, failure));
    } catch (KafkaException e) {
      complete(answer, null, e);
    }

    return answer;
  }

  private void complete(
      CompletableFuture<Position> answer, RecordMetadata metadata, Exception failure) {
    if (failure != null) {
      answer.completeExceptionally(
          KafkaFaults.failure("send an event to topic %s".formatted(topic), failure));
    } else {
      answer.complete(
          new Position(
              metadata.topic(),
              metadata.partition(),
              metadata.offset(),
              Instant.ofEpochMilli(metadata.timestamp())));
    }
  }

  private static Map<String, Object> config(KafkaSettings settings, StreamSettings stream) {
    Map<String, Object> config = new HashMap<>(settings.clientConfig());
    // No loss when a broker dies, no doubles and no reordering when a request is repeated.
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // 10 ms is nothing beside a table's budget of a minute and fills batches well from about
    // 1,000 events/s; a small batch costs every reader as much as a large one.
    config.put(ProducerConfig.LINGER_MS_CONFIG, 10);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, Math.min(128 * 1024, stream.maxMessageBytes()));
    // Envelopes repeat, so that batches shrink to a third or less. Unlike zstd, lz4 costs readers
    // and writers next to nothing.
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, stream.maxMessageBytes());
    // The bound on what waits: this much memory, then this long.
    config.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(32L << 20, 2L * stream.maxMessageBytes()));
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    // With the default, a client that reaches no broker forgets what it knows of the topic, and
    // every send waits for it in vain; like this, events gather in the buffer meanwhile.
    config.put(
        CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, MetadataRecoveryStrategy.NONE.name);
    // A dead broker is noticed soon, and its restart waited for.
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);

    return config;
  }
}
