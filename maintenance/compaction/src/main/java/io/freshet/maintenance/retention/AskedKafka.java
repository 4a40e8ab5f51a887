package io.freshet.maintenance.retention;

import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the Kafka that the settings name. */
final class AskedKafka implements KafkaTopics {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final Admin admin;

  AskedKafka(KafkaSettings kafka) {
    this.admin = KafkaClients.admin(kafka);
  }

  @Override
  public String cluster() {
    return answer(admin.describeCluster().clusterId(), "look up the cluster");
  }

  @Override
  public Optional<Topic> topic(String name) {
    return description(name)
        .map(found -> new Topic(found.topicId().toString(), begins(name, found)));
  }

  /** Asked for by name: a list leaves out what we may not see, as if it were gone. */
  private Optional<TopicDescription> description(String topic) {
    try {
      return Optional.of(
          answer(admin.describeTopics(List.of(topic)).allTopicNames(), "look up topic " + topic)
              .get(topic));
    } catch (FreshetException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Map<Integer, Long> begins(String topic, TopicDescription description) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    description
        .partitions()
        .forEach(
            each -> asked.put(new TopicPartition(topic, each.partition()), OffsetSpec.earliest()));
    Map<Integer, Long> begins = new HashMap<>();
    answer(admin.listOffsets(asked).all(), "look up topic " + topic)
        .forEach((partition, begin) -> begins.put(partition.partition(), begin.offset()));

    return begins;
  }

  private static <T> T answer(KafkaFuture<T> asked, String doing) {
    return KafkaFaults.answer(asked, ANSWER_WITHIN, doing);
  }

  @Override
  public void close() {
    admin.close();
  }
}
