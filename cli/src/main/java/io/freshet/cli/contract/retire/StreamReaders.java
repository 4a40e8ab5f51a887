package io.freshet.cli.contract.retire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.FreshetException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Consumer groups that have a place in a contract's stream, as Kafka knows them: services that tell
 * no lineage are among them.
 *
 * @param unknown why Kafka can't be asked
 */
record StreamReaders(List<Group> groups, Optional<String> unknown) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Set<GroupType> OF_CONSUMERS = Set.of(GroupType.CLASSIC, GroupType.CONSUMER);
  private static final Set<GroupState> WITHOUT_MEMBERS = Set.of(GroupState.EMPTY, GroupState.DEAD);

  /**
   * One of them.
   *
   * @param isReading whether it has members now
   */
  record Group(String name, boolean isReading) {}

  StreamReaders {
    groups = List.copyOf(groups);
  }

  /** Asks for them; that Kafka is away is only said. */
  static StreamReaders of(Workspace workspace, Contract contract) {
    if (contract.stream().isEmpty()) {
      return new StreamReaders(List.of(), Optional.empty());
    }
    try {
      KafkaSettings settings = KafkaSettings.from(workspace.settings());

      return new StreamReaders(groups(settings, Streams.topic(contract)), Optional.empty());
    } catch (FreshetException e) {
      return new StreamReaders(List.of(), Optional.of(e.getMessage()));
    }
  }

  private static List<Group> groups(KafkaSettings settings, String topic) {
    try (Admin kafka =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap()))) {
      return groups(kafka, topic);
    }
  }

  private static List<Group> groups(Admin kafka, String topic) {
    Map<String, GroupListing> all =
        answer(kafka.listGroups().all()).stream()
            .filter(group -> group.type().filter(OF_CONSUMERS::contains).isPresent())
            .collect(Collectors.toMap(GroupListing::groupId, Function.identity()));
    Map<String, Map<TopicPartition, OffsetAndMetadata>> places =
        answer(
            kafka
                .listConsumerGroupOffsets(
                    all.keySet().stream()
                        .collect(
                            Collectors.toMap(
                                Function.identity(), name -> new ListConsumerGroupOffsetsSpec())))
                .all());

    return places.entrySet().stream()
        .filter(
            group ->
                group.getValue().keySet().stream().anyMatch(place -> place.topic().equals(topic)))
        .map(group -> new Group(group.getKey(), isReading(all.get(group.getKey()))))
        .sorted(Comparator.comparing(Group::name))
        .toList();
  }

  private static boolean isReading(GroupListing group) {
    return group.groupState().filter(state -> !WITHOUT_MEMBERS.contains(state)).isPresent();
  }

  private static <T> T answer(KafkaFuture<T> asked) {
    return KafkaFaults.answer(asked, PATIENCE, "ask Kafka who reads the stream");
  }

  /** Together with those that lineage knows; empty where either is unknown. */
  OptionalInt with(OptionalInt others) {
    return unknown.isPresent() || others.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(
            others.getAsInt() + (int) groups.stream().filter(Group::isReading).count());
  }

  void print(PrintWriter out) {
    unknown.ifPresent(why -> out.println("Which consumers read its stream is unknown: " + why));
    groups.forEach(
        group ->
            out.printf(
                "    consumer group %s · %s%n",
                group.name(), group.isReading() ? "reads its stream" : "has read its stream"));
  }

  void addTo(ObjectNode json) {
    ArrayNode array = json.putArray("consumer_groups");
    groups.forEach(
        group -> array.addObject().put("name", group.name()).put("reading", group.isReading()));
  }
}
