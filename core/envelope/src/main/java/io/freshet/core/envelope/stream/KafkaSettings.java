package io.freshet.core.envelope.stream;

import io.freshet.core.envelope.security.KafkaSecurity;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Which Kafka cluster, and how we show it who we are. Keys start with {@code kafka.}. Every client
 * of ours is made from {@link #clientConfig} or from what builds on it: a client that takes the
 * address alone works until a cluster asks for a password.
 *
 * @param bootstrap {@code host:port}, several separated by commas
 * @param maxReplicas caps what contracts ask for, for clusters with few brokers
 */
public record KafkaSettings(String bootstrap, int maxReplicas, KafkaSecurity security)
    implements Serializable {
  private static final int DEFAULT_MAX_REPLICAS = 3;

  public KafkaSettings {
    if (bootstrap.isBlank()) {
      throw new InvalidSettingException("kafka.bootstrap", "empty", "host:port");
    }
    if (maxReplicas < 1) {
      throw new InvalidSettingException("kafka.max-replicas", maxReplicas, "at least 1");
    }
  }

  /** A cluster that asks nobody who they are. */
  public KafkaSettings(String bootstrap, int maxReplicas) {
    this(bootstrap, maxReplicas, KafkaSecurity.NONE);
  }

  public static KafkaSettings from(Settings settings) {
    return new KafkaSettings(
        String.join(",", settings.list("kafka.bootstrap", List.of())),
        settings.integer("kafka.max-replicas", DEFAULT_MAX_REPLICAS),
        KafkaSecurity.from(settings));
  }

  /** Another cluster that knows us by the same name. */
  public KafkaSettings at(String otherBootstrap) {
    return new KafkaSettings(otherBootstrap, maxReplicas, security);
  }

  /** What every client needs, be it producer, consumer or admin; holds secrets. */
  public Map<String, Object> clientConfig() {
    Map<String, Object> config = new HashMap<>(security.properties());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);

    return Map.copyOf(config);
  }

  /** As {@link #clientConfig}, for those who take properties alone. */
  public Properties clientProperties() {
    Properties properties = new Properties();
    properties.putAll(clientConfig());

    return properties;
  }

  /** A consumer's configuration; a group, if it has one, comes on top. */
  public Map<String, Object> readingConfig() {
    Map<String, Object> config = new HashMap<>(clientConfig());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // The caller says when it is done; what a new group has not seen is not to be skipped.
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // A consumer must not bring topics into being with the broker's settings.
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);

    return Map.copyOf(config);
  }
}
