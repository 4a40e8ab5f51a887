package io.freshet.recovery.kafka;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.recovery.backup.BackupFiles;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;

/**
 * The topics of a cluster and how far groups have read them, without records: those are what
 * replicas and retention keep.
 */
public final class KafkaTopics {
  static final String TOPICS = "kafka/topics.json";
  static final String GROUPS = "kafka/groups.json";

  /** Of a cluster with thousands of topics, on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Admin admin;
  private final String bootstrap;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * Those of one cluster.
   *
   * @param admin the caller closes it
   * @param bootstrap where that cluster is, for whoever is told that it does not answer
   */
  public KafkaTopics(Admin admin, String bootstrap) {
    this.admin = admin;
    this.bootstrap = bootstrap;
  }

  /**
   * A topic as it was.
   *
   * @param id Kafka's own; one made anew has another
   * @param config what was set for it alone
   */
  public record Topic(
      String name, String id, int partitions, int replicas, Map<String, String> config) {
    public Topic {
      config = Map.copyOf(config);
    }
  }

  /** How far a group had read a partition. */
  public record GroupOffset(
      String group, String topic, String topicId, int partition, long offset) {}

  /** What a backup holds of them. */
  public record Counted(int topics, int groups) {}

  /** What a restore has done. */
  public record Restored(
      List<String> created, int there, Set<String> groupsSet, Set<String> groupsLeft) {
    public Restored {
      created = List.copyOf(created);
      groupsSet = Set.copyOf(groupsSet);
      groupsLeft = Set.copyOf(groupsLeft);
    }
  }

  public Counted write(BackupFiles files) throws IOException {
    Map<String, Topic> topics = topics();
    List<GroupOffset> offsets = offsets(topics);
    files.write(TOPICS, out -> out.write(mapper.writeValueAsBytes(topics.values())));
    files.write(GROUPS, out -> out.write(mapper.writeValueAsBytes(offsets)));

    return new Counted(
        topics.size(), (int) offsets.stream().map(GroupOffset::group).distinct().count());
  }

  /** The cluster's id; another one after it was lost. */
  public String clusterId() {
    return answer("ask for the id of the cluster", admin.describeCluster().clusterId());
  }

  /**
   * Makes topics that are missing, and gives groups that have no offsets theirs again, where the
   * topic is still the same: of one made anew their offsets would mean nothing.
   *
   * @param maxReplicas for clusters with fewer brokers
   */
  public Restored restore(BackupFiles files, int maxReplicas) throws IOException {
    List<Topic> backedUp = read(files, TOPICS, new TypeReference<>() {});
    List<GroupOffset> offsets = read(files, GROUPS, new TypeReference<>() {});
    Map<String, Map<TopicPartition, OffsetAndMetadata>> placed = groups();
    placed.values().removeIf(Map::isEmpty);
    RestorePlan plan = RestorePlan.of(backedUp, offsets, topics(), placed.keySet());
    List<NewTopic> made =
        plan.missing().stream()
            .map(
                topic ->
                    new NewTopic(
                            topic.name(),
                            topic.partitions(),
                            (short) Math.min(topic.replicas(), maxReplicas))
                        .configs(topic.config()))
            .toList();
    answer("make the topics that are missing", admin.createTopics(made).all());
    plan.set()
        .forEach(
            (group, positions) ->
                answer(
                    "set the offsets of group " + group,
                    admin.alterConsumerGroupOffsets(group, positions).all()));

    return new Restored(
        made.stream().map(NewTopic::name).toList(),
        backedUp.size() - made.size(),
        plan.set().keySet(),
        plan.left());
  }

  private <T> T read(BackupFiles files, String path, TypeReference<T> type) throws IOException {
    try (InputStream in = files.open(path)) {
      return mapper.readValue(in, type);
    }
  }

  private Map<String, Topic> topics() {
    Set<String> names = answer("list the topics", admin.listTopics().names());
    Map<String, TopicDescription> described =
        answer("describe the topics", admin.describeTopics(names).allTopicNames());
    Map<ConfigResource, Config> configs =
        answer(
            "read the settings of the topics",
            admin
                .describeConfigs(
                    names.stream().map(name -> new ConfigResource(Type.TOPIC, name)).toList())
                .all());
    Map<String, Topic> topics = new TreeMap<>();
    described.forEach(
        (name, description) ->
            topics.put(
                name,
                new Topic(
                    name,
                    description.topicId().toString(),
                    description.partitions().size(),
                    description.partitions().get(0).replicas().size(),
                    own(configs.get(new ConfigResource(Type.TOPIC, name))))));

    return topics;
  }

  private static Map<String, String> own(Config config) {
    Map<String, String> own = new TreeMap<>();
    for (ConfigEntry entry : config.entries()) {
      if (entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG) {
        own.put(entry.name(), entry.value());
      }
    }

    return own;
  }

  private List<GroupOffset> offsets(Map<String, Topic> topics) {
    List<GroupOffset> offsets = new ArrayList<>();
    groups()
        .forEach(
            (group, positions) ->
                positions.forEach(
                    (partition, position) -> {
                      Topic topic = topics.get(partition.topic());
                      if (topic != null && position != null) {
                        offsets.add(
                            new GroupOffset(
                                group,
                                topic.name(),
                                topic.id(),
                                partition.partition(),
                                position.offset()));
                      }
                    }));

    return offsets;
  }

  private Map<String, Map<TopicPartition, OffsetAndMetadata>> groups() {
    Map<String, Map<TopicPartition, OffsetAndMetadata>> groups = new TreeMap<>();
    for (GroupListing group : answer("list the groups", admin.listGroups().all())) {
      GroupType type = group.type().orElse(GroupType.UNKNOWN);
      if (type == GroupType.CLASSIC || type == GroupType.CONSUMER) {
        groups.put(
            group.groupId(),
            answer(
                "read the offsets of group " + group.groupId(),
                admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata()));
      }
    }

    return groups;
  }

  private <T> T answer(String doing, KafkaFuture<T> asked) {
    return KafkaFaults.answer(asked, PATIENCE, "%s in Kafka at %s".formatted(doing, bootstrap));
  }
}
