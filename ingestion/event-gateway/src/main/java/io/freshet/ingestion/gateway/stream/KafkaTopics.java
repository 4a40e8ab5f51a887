package io.freshet.ingestion.gateway.stream;

import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks Kafka about itself and its topics. Thread-safe. */
public final class KafkaTopics implements AutoCloseable {
  private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);

  private final Admin admin;

  private KafkaTopics(Admin admin) {
    this.admin = admin;
  }

  public static KafkaTopics open(KafkaSettings kafka) {
    return new KafkaTopics(
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap())));
  }

  /**
   * How many partitions each topic has.
   *
   * @throws FreshetException {@code CALLER} when a topic is not there, {@code DEPENDENCY} when
   *     Kafka does not answer in time
   */
  public Map<String, Integer> partitions(List<String> topics, Duration within) {
    Map<String, Integer> partitions = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    Map<String, KafkaFuture<TopicDescription>> asked =
        admin.describeTopics(topics).topicNameValues();
    for (String topic : topics) {
      try {
        TopicDescription description =
            KafkaFaults.answer(
                asked.get(topic), within, "learn how many partitions %s has".formatted(topic));
        partitions.put(topic, description.partitions().size());
      } catch (FreshetException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
        missing.add(topic);
      }
    }
    if (!missing.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "There is no topic %s; apply the contracts first: freshet contract apply"
              .formatted(String.join(", ", missing)));
    }

    return partitions;
  }

  /** Whether a broker answers, in two seconds at most. */
  public boolean answer() {
    try {
      return !KafkaFaults.answer(
              admin.describeCluster().nodes(), HEALTH_TIMEOUT, "ask Kafka for its brokers")
          .isEmpty();
    } catch (FreshetException e) {
      return false;
    }
  }

  @Override
  public void close() {
    admin.close(HEALTH_TIMEOUT);
  }
}
