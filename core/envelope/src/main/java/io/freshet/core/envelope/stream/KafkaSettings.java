package io.freshet.core.envelope.stream;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.List;

/**
 * Which Kafka cluster. Keys start with {@code kafka.}.
 *
 * @param bootstrap {@code host:port}, several separated by commas
 * @param maxReplicas caps what contracts ask for, for clusters with few brokers
 */
public record KafkaSettings(String bootstrap, int maxReplicas) {
  private static final int DEFAULT_MAX_REPLICAS = 3;

  public KafkaSettings {
    if (bootstrap.isBlank()) {
      throw new InvalidSettingException("kafka.bootstrap", "empty", "host:port");
    }
    if (maxReplicas < 1) {
      throw new InvalidSettingException("kafka.max-replicas", maxReplicas, "at least 1");
    }
  }

  public static KafkaSettings from(Settings settings) {
    return new KafkaSettings(
        String.join(",", settings.list("kafka.bootstrap", List.of())),
        settings.integer("kafka.max-replicas", DEFAULT_MAX_REPLICAS));
  }
}
