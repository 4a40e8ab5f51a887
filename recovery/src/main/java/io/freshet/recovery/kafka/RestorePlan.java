package io.freshet.recovery.kafka;

import io.freshet.recovery.kafka.KafkaTopics.GroupOffset;
import io.freshet.recovery.kafka.KafkaTopics.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a backup gives back to a cluster: topics that it lacks, and offsets of groups that have
 * none, where the topic is still the same. Of one that was made anew they would mean nothing.
 *
 * @param set offsets by group
 * @param left groups that keep what they have, of some topics at least
 */
record RestorePlan(
    List<Topic> missing,
    Map<String, Map<TopicPartition, OffsetAndMetadata>> set,
    Set<String> left) {
  RestorePlan {
    missing = List.copyOf(missing);
    set = Map.copyOf(set);
    left = Set.copyOf(left);
  }

  /**
   * Compares a backup with a cluster.
   *
   * @param there topics that the cluster has, by name
   * @param placed groups that have offsets there
   */
  static RestorePlan of(
      List<Topic> backedUp,
      List<GroupOffset> offsets,
      Map<String, Topic> there,
      Set<String> placed) {
    List<Topic> missing = new ArrayList<>(backedUp);
    missing.removeIf(topic -> there.containsKey(topic.name()));
    Map<String, Map<TopicPartition, OffsetAndMetadata>> set = new TreeMap<>();
    Set<String> left = new TreeSet<>();
    for (GroupOffset each : offsets) {
      Topic topic = there.get(each.topic());
      boolean isSame = topic != null && topic.id().equals(each.topicId());
      if (isSame && !placed.contains(each.group())) {
        set.computeIfAbsent(each.group(), key -> new HashMap<>())
            .put(
                new TopicPartition(each.topic(), each.partition()),
                new OffsetAndMetadata(each.offset()));
      } else {
        left.add(each.group());
      }
    }

    return new RestorePlan(missing, set, left);
  }
}
