package io.freshet.ingestion.gateway.reading;

import io.freshet.core.envelope.stream.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes Kafka's consumers as readers over HTTP need them: small, and patient with pauses. */
public final class KafkaConsumers implements ConsumerInstances.Consumers {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_RECORDS = 500;

  private final KafkaSettings kafka;
  private final Duration idle;
  private final int maxFetchBytes;

  /**
   * @param idle after which one that nobody uses is closed: until then it keeps its partitions
   * @param maxFetchBytes what one holds of each broker's records
   */
  public KafkaConsumers(KafkaSettings kafka, Duration idle, int maxFetchBytes) {
    this.kafka = kafka;
    this.idle = idle;
    this.maxFetchBytes = maxFetchBytes;
  }

  @Override
  public Consumer<byte[], byte[]> open(String group, String startAt) {
    Map<String, Object> config = new HashMap<>(kafka.readingConfig());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, startAt);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_RECORDS);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, maxFetchBytes);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, maxFetchBytes);
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) idle.multipliedBy(2).toMillis());
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_TIMEOUT.toMillis());
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_TIMEOUT.toMillis());

    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
