package io.freshet.core.envelope.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How a producer is set up whose records come in transactions, a few at a time. */
public final class TransactionalConfig {
  private static final int BATCH_BYTES = 128 * 1024;
  private static final int SMALLEST_REQUEST_BYTES = 1 << 20;
  private static final long MIN_BUFFER_BYTES = 32L << 20;

  private TransactionalConfig() {}

  /**
   * @param id the transactional id: who opens another producer of it puts an end to this one
   * @param timeout after which the broker gives up a transaction whose producer has died; readers
   *     of committed records wait as long
   * @param answerWithin how long a call waits for the brokers
   * @param maxMessageBytes the largest record of the streams
   */
  public static Map<String, Object> of(
      KafkaSettings kafka,
      String id,
      Duration timeout,
      Duration answerWithin,
      int maxMessageBytes) {
    Map<String, Object> config = new HashMap<>(kafka.clientConfig());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) timeout.toMillis());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, Math.min(BATCH_BYTES, maxMessageBytes));
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // What goes along with events, such as notes of them, may be larger than a small limit of
    // theirs.
    config.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Math.max(SMALLEST_REQUEST_BYTES, maxMessageBytes));
    config.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(MIN_BUFFER_BYTES, 2L * maxMessageBytes));
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) answerWithin.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) answerWithin.toMillis() / 3);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) answerWithin.toMillis() / 2);
    config.put(
        CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, MetadataRecoveryStrategy.NONE.name);

    return config;
  }
}
