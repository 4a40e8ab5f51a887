package io.freshet.core.envelope.stream;

import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares a topic with its contract. */
final class TopicPlanner {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Admin kafka;
  private final int maxReplicas;

  TopicPlanner(Admin kafka, int maxReplicas) {
    this.kafka = kafka;
    this.maxReplicas = maxReplicas;
  }

  List<Change> plan(Contract contract) {
    TopicShape wanted = TopicShape.of(contract, maxReplicas);
    String topic = Streams.topic(contract);
    Optional<TopicDescription> found = describe(topic);
    if (found.isEmpty()) {
      return List.of(
          new Change(
              Change.Action.CREATE,
              resource(topic),
              wanted.summary(),
              () -> create(topic, wanted)));
    }
    List<Change> changes = new ArrayList<>();
    partitions(topic, found.get().partitions().size(), wanted).ifPresent(changes::add);
    replicas(topic, found.get(), wanted).ifPresent(changes::add);
    config(topic, wanted).ifPresent(changes::add);

    return changes.isEmpty() ? List.of(Change.none(resource(topic))) : changes;
  }

  Change planRemoval(Contract contract) {
    String topic = Streams.topic(contract);

    return describe(topic)
        .map(
            found ->
                new Change(
                    Change.Action.DELETE,
                    resource(topic),
                    "with all that it holds, in %d partitions".formatted(found.partitions().size()),
                    () -> delete(topic)))
        .orElse(Change.none(resource(topic)));
  }

  private void delete(String topic) {
    answer(kafka.deleteTopics(List.of(topic)).all(), "delete topic %s".formatted(topic));
  }

  private Optional<Change> partitions(String topic, int current, TopicShape wanted) {
    if (current == wanted.partitions()) {
      return Optional.empty();
    }
    if (current > wanted.partitions()) {
      return Optional.of(
          Change.refuse(
              resource(topic),
              "it has %d partitions and Kafka can't take any away; the contract asks for %d"
                  .formatted(current, wanted.partitions())));
    }

    return Optional.of(
        new Change(
            Change.Action.UPDATE,
            resource(topic),
            "partitions %d → %d; keys move, so order holds only among events from then on"
                .formatted(current, wanted.partitions()),
            () -> grow(topic, wanted.partitions())));
  }

  /** Copies are moved by whoever runs the cluster: it takes bandwidth and hours. */
  private static Optional<Change> replicas(
      String topic, TopicDescription found, TopicShape wanted) {
    int fewest =
        found.partitions().stream()
            .mapToInt(partition -> partition.replicas().size())
            .min()
            .orElse(0);

    return fewest >= wanted.replicas()
        ? Optional.empty()
        : Optional.of(
            Change.refuse(
                resource(topic),
                "it has %d replicas, the contract asks for %d; add them with Kafka's"
                        .formatted(fewest, wanted.replicas())
                    + " kafka-reassign-partitions or lower kafka.max-replicas"));
  }

  private Optional<Change> config(String topic, TopicShape wanted) {
    Map<String, String> current = currentConfig(topic);
    Map<String, String> different = new TreeMap<>(wanted.config());
    different.entrySet().removeIf(entry -> entry.getValue().equals(current.get(entry.getKey())));
    if (different.isEmpty()) {
      return Optional.empty();
    }
    String detail =
        different.entrySet().stream()
            .map(
                entry ->
                    "%s %s → %s"
                        .formatted(entry.getKey(), current.get(entry.getKey()), entry.getValue()))
            .collect(Collectors.joining(", "));

    return Optional.of(
        new Change(
            Change.Action.UPDATE,
            resource(topic),
            detail + retentionWarning(current, different),
            () -> alter(topic, different)));
  }

  private static String retentionWarning(
      Map<String, String> current, Map<String, String> different) {
    String wanted = different.get(TopicConfig.RETENTION_MS_CONFIG);
    if (wanted == null || wanted.equals(TopicShape.FOR_EVER)) {
      return "";
    }
    long before = Long.parseLong(current.getOrDefault(TopicConfig.RETENTION_MS_CONFIG, "-1"));
    long after = Long.parseLong(wanted);

    return before < 0 || after < before
        ? "; deletes events older than %s".formatted(Durations.print(Duration.ofMillis(after)))
        : "";
  }

  private Optional<TopicDescription> describe(String topic) {
    try {
      return Optional.of(
          answer(
              kafka.describeTopics(List.of(topic)).topicNameValues().get(topic),
              "describe topic %s".formatted(topic)));
    } catch (FreshetException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Map<String, String> currentConfig(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config =
        answer(
            kafka.describeConfigs(List.of(resource)).values().get(resource),
            "read the settings of topic %s".formatted(topic));

    return config.entries().stream()
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  private void create(String topic, TopicShape wanted) {
    try {
      answer(
          kafka.createTopics(List.of(wanted.newTopic(topic))).all(),
          "create topic %s".formatted(topic));
    } catch (FreshetException e) {
      // Somebody was faster; the next plan tells whether they made what the contract says.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private void grow(String topic, int partitions) {
    boolean grown =
        describe(topic).filter(found -> found.partitions().size() >= partitions).isPresent();
    if (!grown) {
      answer(
          kafka.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all(),
          "add partitions to topic %s".formatted(topic));
    }
  }

  private void alter(String topic, Map<String, String> settings) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Collection<AlterConfigOp> operations =
        settings.entrySet().stream()
            .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    answer(
        kafka.incrementalAlterConfigs(Map.of(resource, operations)).all(),
        "change the settings of topic %s".formatted(topic));
  }

  private static <T> T answer(KafkaFuture<T> asked, String doing) {
    return KafkaFaults.answer(asked, TIMEOUT, doing);
  }

  private static String resource(String topic) {
    return "topic " + topic;
  }
}
