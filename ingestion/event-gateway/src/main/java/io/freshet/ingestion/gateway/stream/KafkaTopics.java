package io.freshet.ingestion.gateway.stream;

import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks Kafka about itself and its topics. Thread-safe. */
public final class KafkaTopics implements Cluster, AutoCloseable {
  private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  private final Admin admin;

  private KafkaTopics(Admin admin) {
    this.admin = admin;
  }

  public static KafkaTopics open(KafkaSettings kafka) {
    return new KafkaTopics(KafkaClients.admin(kafka));
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
  public boolean isAnswering() {
    try {
      return !KafkaFaults.answer(
              admin.describeCluster().nodes(), HEALTH_TIMEOUT, "ask Kafka for its brokers")
          .isEmpty();
    } catch (FreshetException e) {
      return false;
    }
  }

  @Override
  public CompletableFuture<List<Integer>> brokers() {
    return answer(admin.describeCluster().nodes(), "ask Kafka for its brokers")
        .thenApply(nodes -> nodes.stream().map(Node::id).sorted().toList());
  }

  @Override
  public CompletableFuture<Topic> topic(String name) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    CompletableFuture<Config> config =
        answer(
            admin.describeConfigs(List.of(resource)).values().get(resource),
            "read the settings of topic %s".formatted(name));

    return answer(
            admin.describeTopics(List.of(name)).topicNameValues().get(name),
            "describe topic %s".formatted(name))
        .thenCombine(config, KafkaTopics::topic);
  }

  @Override
  public CompletableFuture<Offsets> offsets(String topic, int partition) {
    TopicPartition asked = new TopicPartition(topic, partition);

    return offset(asked, OffsetSpec.earliest())
        .thenCombine(offset(asked, OffsetSpec.latest()), Offsets::new);
  }

  private CompletableFuture<Long> offset(TopicPartition asked, OffsetSpec spec) {
    return answer(
            admin.listOffsets(Map.of(asked, spec)).partitionResult(asked),
            "ask for offsets of %s".formatted(asked))
        .thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset);
  }

  private static Topic topic(TopicDescription description, Config config) {
    return new Topic(
        description.name(),
        config.entries().stream()
            .filter(entry -> entry.value() != null && !entry.isSensitive())
            .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)),
        description.partitions().stream().map(KafkaTopics::partition).toList());
  }

  private static Partition partition(TopicPartitionInfo info) {
    int leader = info.leader() == null ? Node.noNode().id() : info.leader().id();
    List<Replica> replicas =
        info.replicas().stream()
            .map(node -> new Replica(node.id(), node.id() == leader, info.isr().contains(node)))
            .toList();

    return new Partition(info.partition(), leader, replicas);
  }

  private static <T> CompletableFuture<T> answer(KafkaFuture<T> asked, String doing) {
    return asked
        .toCompletionStage()
        .toCompletableFuture()
        .copy()
        .orTimeout(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              Throwable cause =
                  failure instanceof TimeoutException
                      ? new org.apache.kafka.common.errors.TimeoutException(
                          "no answer within %s".formatted(Durations.print(ANSWER_TIMEOUT)), failure)
                      : failure;
              throw KafkaFaults.failure(doing, cause);
            });
  }

  @Override
  public void close() {
    admin.close(HEALTH_TIMEOUT);
  }
}
