package io.freshet.cli.contract.retire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.FreshetException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
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

  /**
   * One of them.
   *
   * @param isReading whether it has a member that reads the stream now
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
    try (Admin kafka = KafkaClients.admin(settings)) {
      return groups(kafka, topic);
    }
  }

  private static List<Group> groups(Admin kafka, String topic) {
    List<String> all =
        answer(kafka.listGroups().all()).stream()
            .filter(group -> group.type().filter(OF_CONSUMERS::contains).isPresent())
            .map(GroupListing::groupId)
            .toList();
    List<String> placed =
        answer(
                kafka
                    .listConsumerGroupOffsets(
                        all.stream()
                            .collect(
                                Collectors.toMap(
                                    Function.identity(),
                                    name -> new ListConsumerGroupOffsetsSpec())))
                    .all())
            .entrySet()
            .stream()
            .filter(group -> isOf(topic, group.getValue().keySet()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    Map<String, ConsumerGroupDescription> described =
        answer(kafka.describeConsumerGroups(placed).all());

    return placed.stream()
        .map(
            name ->
                new Group(
                    name,
                    described.get(name).members().stream()
                        .anyMatch(member -> isOf(topic, member.assignment().topicPartitions()))))
        .toList();
  }

  private static boolean isOf(String topic, Collection<TopicPartition> partitions) {
    return partitions.stream().anyMatch(partition -> partition.topic().equals(topic));
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
    if (!groups.isEmpty()) {
      out.println("Consumer groups of its stream:");
    }
    groups.forEach(
        group ->
            out.printf(
                "    %s · %s%n", group.name(), group.isReading() ? "reads it" : "has read it"));
  }

  void addTo(ObjectNode json) {
    json.put("consumer_groups_known", unknown.isEmpty());
    ArrayNode array = json.putArray("consumer_groups");
    groups.forEach(
        group -> array.addObject().put("name", group.name()).put("reading", group.isReading()));
  }
}
