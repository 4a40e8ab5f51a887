package io.freshet.core.envelope.stream;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** At which offsets a sample aims, so that it comes from all over a stream. */
record SampleAims(
    Map<TopicPartition, Long> begins,
    Map<TopicPartition, Long> ends,
    Map<TopicPartition, Integer> shares) {
  static SampleAims of(
      int count, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
    List<TopicPartition> filled =
        ends.keySet().stream()
            .filter(partition -> ends.get(partition) > begins.get(partition))
            .sorted(Comparator.comparingInt(TopicPartition::partition))
            .toList();
    Map<TopicPartition, Integer> shares = new HashMap<>();
    for (int i = 0; i < filled.size(); i++) {
      int rest = i < count % filled.size() ? 1 : 0;
      shares.put(filled.get(i), count / filled.size() + rest);
    }

    return new SampleAims(begins, ends, shares);
  }

  int rounds() {
    return shares.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  long end(TopicPartition partition) {
    return ends.get(partition);
  }

  /** Behind what was taken: gaps in the offsets may have brought it beyond its own aim. */
  Map<TopicPartition, Long> targets(int round, List<ConsumerRecord<byte[], byte[]>> taken) {
    Map<TopicPartition, Long> targets = new HashMap<>();
    shares.forEach(
        (partition, share) -> {
          if (round < share) {
            long begin = begins.get(partition);
            long aim = begin + (long) ((double) (end(partition) - begin) * round / share);
            targets.put(partition, aim);
          }
        });
    for (ConsumerRecord<byte[], byte[]> event : taken) {
      targets.computeIfPresent(
          new TopicPartition(event.topic(), event.partition()),
          (partition, aim) -> Math.max(aim, event.offset() + 1));
    }
    targets.entrySet().removeIf(target -> target.getValue() >= end(target.getKey()));

    return targets;
  }
}
