package io.freshet.core.envelope.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.toolkit.Durations;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What a contract's topic looks like, within what the cluster can give; for whoever makes topics.
 *
 * @param config Kafka's settings of the topic, by their names
 * @param retention in words
 */
public record TopicShape(
    int partitions, int replicas, Map<String, String> config, String retention) {
  /** Kafka's retention of what is never deleted. */
  static final String FOR_EVER = "-1";

  public TopicShape {
    config = Map.copyOf(config);
  }

  /**
   * @param maxReplicas caps what the contract asks for, for clusters with few brokers
   */
  public static TopicShape of(Contract contract, int maxReplicas) {
    StreamSettings stream = contract.requireStream();
    int replicas = Math.min(stream.durability().replicas(), maxReplicas);
    int minInSync = Math.min(stream.durability().minInSync(), replicas);

    return new TopicShape(
        stream.partitions(),
        replicas,
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(stream.maxMessageBytes()),
            // Received time is the broker's, whatever a client's clock says.
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInSync),
            TopicConfig.RETENTION_MS_CONFIG,
                stream
                    .retention()
                    .map(retention -> Long.toString(retention.toMillis()))
                    .orElse(FOR_EVER)),
        stream.retention().map(Durations::print).orElse("for ever"));
  }

  NewTopic newTopic(String name) {
    return new NewTopic(name, partitions, (short) replicas).configs(config);
  }

  String summary() {
    return "partitions %d, replicas %d (in sync %s), retention %s, at most %s bytes an event"
        .formatted(
            partitions,
            replicas,
            config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
            retention,
            config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
  }
}
