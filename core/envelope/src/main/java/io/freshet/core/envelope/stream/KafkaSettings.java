package io.freshet.core.envelope.stream;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Which Kafka cluster. Keys start with {@code kafka.}.
 *
 * @param bootstrap {@code host:port}, several separated by commas
 * @param maxReplicas caps what contracts ask for, for clusters with few brokers
 */
public record KafkaSettings(String bootstrap, int maxReplicas) implements Serializable {
  private static final int DEFAULT_MAX_REPLICAS = 3;

  public KafkaSettings {
    if (bootstrap.isBlank()) {
      throw new InvalidSettingException("kafka.bootstrap", "empty", "host:port");
    }
    if (maxReplicas < 1) {
      throw new InvalidSettingException("kafka.max-replicas", maxReplicas, "at least 1");
    }
  }

  /** A consumer's configuration; a group, if it has one, comes on top. */
  public Map<String, Object> readingConfig() {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrap,
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        // The caller says when it is done; what a new group has not seen is not to be skipped.
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "earliest",
        // A consumer must not bring topics into being with the broker's settings.
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
        false);
  }

  public static KafkaSettings from(Settings settings) {
    return new KafkaSettings(
        String.join(",", settings.list("kafka.bootstrap", List.of())),
        settings.integer("kafka.max-replicas", DEFAULT_MAX_REPLICAS));
  }
}
