package io.freshet.maintenance.retention;

import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
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

/** Asks Kafka; a client each time, as it is asked once for each table that lets rows go. */
public final class KafkaLogBegins implements LogBegins {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final KafkaSettings kafka;

  public KafkaLogBegins(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  @Override
  public Map<Position, Long> of(Ledger ledger) {
    Map<Position, Long> begins = new HashMap<>();
    if (ledger.sources().values().stream().allMatch(LandedFile::isLanding)) {
      return begins;
    }
    try (Admin admin = KafkaClients.admin(kafka)) {
      String cluster = answer(admin.describeCluster().clusterId(), "look up the cluster");
      ledger
          .sources()
          .forEach(
              (number, source) -> {
                if (source.clusterId().equals(cluster)) {
                  add(admin, number, source, begins);
                }
              });
    }

    return begins;
  }

  /** A topic that was made anew is another one. */
  private static void add(Admin admin, int number, LogSource source, Map<Position, Long> begins) {
    String topic = source.topic();
    Optional<TopicDescription> description =
        description(admin, topic)
            .filter(found -> found.topicId().toString().equals(source.topicId()));
    if (description.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    description
        .get()
        .partitions()
        .forEach(
            partition ->
                asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.earliest()));
    answer(admin.listOffsets(asked).all(), "look up topic " + topic)
        .forEach(
            (partition, begin) ->
                begins.put(new Position(number, partition.partition()), begin.offset()));
  }

  /** Asked for by name: a list leaves out what we may not see, as if it were gone. */
  private static Optional<TopicDescription> description(Admin admin, String topic) {
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

  private static <T> T answer(KafkaFuture<T> asked, String doing) {
    return KafkaFaults.answer(asked, ANSWER_WITHIN, doing);
  }
}
