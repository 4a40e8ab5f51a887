package io.freshet.ingestion.validator.raw;

import io.freshet.core.envelope.raw.DeadLetters;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topic of raw JSON. No contract describes it, so the validator itself sees to it that it is
 * there and that its timestamps are the broker's.
 *
 * @param name of the topic
 * @param partitions where it has to be made
 * @param maxReplicas what the cluster can give
 * @param maxMessageBytes the largest record that a dead letter can hold whole
 */
public record RawTopic(
    String name, int partitions, Duration retention, int maxReplicas, int maxMessageBytes) {
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final int REPLICAS = 3;
  private static final String LOG_APPEND_TIME = "LogAppendTime";

  /**
   * Makes the topic if it is not there.
   *
   * @return its source number, see {@link #sourceNumber}
   * @throws FreshetException {@code CALLER} when somebody has made it whose records bear their
   *     senders' time
   */
  public int ensure(Admin kafka) {
    Optional<TopicDescription> found = describe(kafka);
    if (found.isEmpty()) {
      create(kafka);
      found = describe(kafka);
    }
    TopicDescription description =
        found.orElseThrow(
            () ->
                new FreshetException(
                    Fault.DEPENDENCY, "Topic %s was made and is not there yet".formatted(name)));
    requireLogTime(kafka);
    String cluster =
        KafkaFaults.answer(kafka.describeCluster().clusterId(), WITHIN, "learn Kafka's cluster id");

    return sourceNumber(cluster, description.topicId().toString());
  }

  /**
   * Which topic of which cluster a dead letter came from. No table numbers the raw topic in a
   * ledger, so the number follows from the ids: another one when the topic is made anew, and
   * negative, as no ledger's is.
   */
  static int sourceNumber(String clusterId, String topicId) {
    return DeadLetters.sourceNumber(clusterId + "/" + topicId);
  }

  private Optional<TopicDescription> describe(Admin kafka) {
    try {
      return Optional.of(
          KafkaFaults.answer(
              kafka.describeTopics(List.of(name)).topicNameValues().get(name),
              WITHIN,
              "describe topic %s".formatted(name)));
    } catch (FreshetException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void create(Admin kafka) {
    int replicas = Math.min(REPLICAS, maxReplicas);
    NewTopic topic =
        new NewTopic(name, partitions, (short) replicas)
            .configs(
                Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes),
                    TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, LOG_APPEND_TIME,
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        Integer.toString(Math.max(1, replicas - 1)),
                    TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis())));
    try {
      KafkaFaults.answer(
          kafka.createTopics(List.of(topic)).all(), WITHIN, "create topic %s".formatted(name));
    } catch (FreshetException e) {
      // Somebody was faster; what they have made is looked at next.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** Received time is the broker's, whatever a phone's clock says. */
  private void requireLogTime(Admin kafka) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    Config config =
        KafkaFaults.answer(
            kafka.describeConfigs(List.of(resource)).values().get(resource),
            WITHIN,
            "read the settings of topic %s".formatted(name));
    String type = config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value();
    if (!type.equals(LOG_APPEND_TIME)) {
      throw new FreshetException(
          Fault.CALLER,
          "Topic %s has %s %s; set it to %s: events are as old as the broker says"
              .formatted(name, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, type, LOG_APPEND_TIME));
    }
  }
}
