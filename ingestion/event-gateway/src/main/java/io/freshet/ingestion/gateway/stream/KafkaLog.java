package io.freshet.ingestion.gateway.stream;

import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
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
 * The two ways into Kafka, one for each {@link Acknowledgement}, shared by all streams, so that
 * batches fill across requests. Sending never waits: what finds no room fails at once. Thread-safe.
 */
public final class KafkaLog implements EventLog, AutoCloseable {
  private static final Duration FAST_TIMEOUT = Duration.ofSeconds(30);
  // Longer than brokers take to change leaders or to start again.
  private static final Duration ASIDE_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration ASIDE_DRAIN_TIMEOUT = Duration.ofSeconds(2);
  private static final long ASIDE_BUFFER_BYTES = 8L << 20;
  private static final int BATCH_BYTES = 128 * 1024;
  private static final long MIN_BUFFER_BYTES = 32L << 20;

  private final Producer<byte[], byte[]> durable;
  private final Producer<byte[], byte[]> fast;
  private final Duration drainTimeout;

  KafkaLog(Producer<byte[], byte[]> durable, Producer<byte[], byte[]> fast, Duration drainTimeout) {
    this.durable = durable;
    this.fast = fast;
    this.drainTimeout = drainTimeout;
  }

  /**
   * @param publishTimeout after which a durable event that Kafka has not acknowledged is given up
   * @param maxMessageBytes the largest record of any stream
   */
  public static KafkaLog open(KafkaSettings kafka, Duration publishTimeout, int maxMessageBytes) {
    return new KafkaLog(
        producer(config(Acknowledgement.DURABLE, kafka, publishTimeout, maxMessageBytes)),
        producer(config(Acknowledgement.FAST, kafka, publishTimeout, maxMessageBytes)),
        publishTimeout.plus(FAST_TIMEOUT));
  }

  /**
   * One way for what is nobody's to wait for, with little room of its own: it takes none from
   * events.
   */
  public static KafkaLog openAside(KafkaSettings kafka, int maxMessageBytes) {
    Map<String, Object> config =
        config(Acknowledgement.DURABLE, kafka, ASIDE_TIMEOUT, maxMessageBytes);
    config.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(ASIDE_BUFFER_BYTES, 2L * maxMessageBytes));
    config.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) FAST_TIMEOUT.dividedBy(3).toMillis());
    Producer<byte[], byte[]> aside = producer(config);

    return new KafkaLog(aside, aside, ASIDE_DRAIN_TIMEOUT);
  }

  /**
   * Learns where the topics' leaders are, so that the first event does not wait for it.
   *
   * @throws io.freshet.core.toolkit.FreshetException {@code DEPENDENCY} when that takes too long
   */
  public void warmUp(List<String> topics, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    for (Producer<byte[], byte[]> producer : List.of(durable, fast)) {
      for (String topic : topics) {
        awaitMetadata(producer, topic, end);
      }
    }
  }

  /**
   * Whether it knows where the leaders of so many partitions of each topic are, as {@link #warmUp}
   * does without waiting: what is not known has been asked for afterwards.
   */
  public boolean knows(Map<String, Integer> partitions) {
    boolean all = true;
    for (Producer<byte[], byte[]> producer : List.of(durable, fast)) {
      for (Map.Entry<String, Integer> topic : partitions.entrySet()) {
        all &= knows(producer, topic.getKey(), topic.getValue());
      }
    }

    return all;
  }

  private static boolean knows(Producer<byte[], byte[]> producer, String topic, int partitions) {
    try {
      return producer.partitionsFor(topic).size() >= partitions;
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      return false;
    }
  }

  @Override
  public CompletableFuture<Position> send(
      ProducerRecord<byte[], byte[]> event, Acknowledgement acknowledgement) {
    CompletableFuture<Position> answer = new CompletableFuture<>();
    Thread caller = Thread.currentThread();
    try {
      Future<RecordMetadata> unused =
          producer(acknowledgement)
              .send(
                  event,
                  // Kafka's own thread answers for what was sent.
                  (metadata, failure) ->
                      complete(answer, metadata, failure, Thread.currentThread() == caller));
    } catch (KafkaException | IllegalStateException e) {
      // The latter when it is being closed.
      complete(answer, null, e, true);
    }

    return answer;
  }

  /** Sends what waits, up to a bound. */
  @Override
  public void close() {
    try {
      durable.close(drainTimeout);
    } finally {
      if (!fast.equals(durable)) {
        fast.close(drainTimeout);
      }
    }
  }

  private Producer<byte[], byte[]> producer(Acknowledgement acknowledgement) {
    return switch (acknowledgement) {
      case DURABLE -> durable;
      case FAST -> fast;
    };
  }

  private static void complete(
      CompletableFuture<Position> answer,
      RecordMetadata metadata,
      Exception failure,
      boolean isUnsent) {
    if (failure != null) {
      FreshetException known = KafkaFaults.failure("put an event on its stream", failure);
      answer.completeExceptionally(isUnsent ? new UnsentException(known) : known);
    } else {
      answer.complete(
          new Position(
              metadata.topic(),
              metadata.partition(),
              metadata.offset(),
              Instant.ofEpochMilli(metadata.timestamp())));
    }
  }

  /** With a producer that never blocks, asking is what makes it look; then it needs a moment. */
  private static void awaitMetadata(
      Producer<byte[], byte[]> producer, String topic, long endNanos) {
    while (true) {
      try {
        producer.partitionsFor(topic);
        return;
      } catch (org.apache.kafka.common.errors.TimeoutException e) {
        if (System.nanoTime() > endNanos) {
          throw KafkaFaults.failure("learn where the leaders of topic %s are".formatted(topic), e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KafkaFaults.failure(
          "wait for Kafka", new org.apache.kafka.common.errors.InterruptException(e));
    }
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  static Map<String, Object> config(
      Acknowledgement acknowledgement,
      KafkaSettings kafka,
      Duration publishTimeout,
      int maxMessageBytes) {
    Map<String, Object> config = base(kafka, maxMessageBytes);

    return switch (acknowledgement) {
      case DURABLE -> durable(config, publishTimeout);
      case FAST -> fast(config);
    };
  }

  private static Map<String, Object> base(KafkaSettings kafka, int maxMessageBytes) {
    Map<String, Object> config = new HashMap<>(kafka.clientConfig());
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, Math.min(BATCH_BYTES, maxMessageBytes));
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxMessageBytes);
    config.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(MIN_BUFFER_BYTES, 2L * maxMessageBytes));
    // A thread that serves requests waits for nobody: a full buffer is a 503.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    // What was learned at the start is kept, even of streams that are silent for long, and while no
    // broker can be reached.
    config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(3650).toMillis());
    config.put(
        CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, MetadataRecoveryStrategy.NONE.name);

    return config;
  }

  private static Map<String, Object> durable(Map<String, Object> config, Duration publishTimeout) {
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // Somebody waits for the answer.
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    // Nothing is sent after its sender was told that it may be lost; half, so that there is time to
    // try again.
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) publishTimeout.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) publishTimeout.toMillis() / 2);

    return config;
  }

  private static Map<String, Object> fast(Map<String, Object> config) {
    config.put(ProducerConfig.ACKS_CONFIG, "1");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    // Otherwise a batch that is sent again comes behind the one that followed it.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    // Nobody waits: larger batches cost the brokers less.
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) FAST_TIMEOUT.toMillis());
    config.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) FAST_TIMEOUT.dividedBy(3).toMillis());

    return config;
  }
}
