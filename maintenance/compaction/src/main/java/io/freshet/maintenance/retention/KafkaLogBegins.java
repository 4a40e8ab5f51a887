package io.freshet.maintenance.retention;

import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.maintenance.retention.KafkaTopics.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Asks Kafka; a client each time, as it is asked once for each table that lets rows go. A topic
 * that it does not know may be another Kafka's, and have its records still: then it says so, unless
 * somebody has said that the topic is gone.
 */
public final class KafkaLogBegins implements LogBegins {
  private final Supplier<KafkaTopics> kafka;
  private final Set<String> gone;

  KafkaLogBegins(Supplier<KafkaTopics> kafka, Set<String> gone) {
    this.kafka = kafka;
    this.gone = Set.copyOf(gone);
  }

  /**
   * @param gone ids of topics whose records nobody will read again
   */
  public static KafkaLogBegins of(KafkaSettings kafka, Set<String> gone) {
    return new KafkaLogBegins(() -> new AskedKafka(kafka), gone);
  }

  /** The ids of topics that somebody has said are gone. */
  public static Set<String> goneTopics(Settings settings) {
    return Set.copyOf(settings.list("maintenance.gone-topics", List.of()));
  }

  /**
   * @throws FreshetException of the caller's, naming the first topic that this Kafka does not know
   */
  @Override
  public Map<Position, Long> of(Ledger ledger) {
    Map<Integer, LogSource> asked = new TreeMap<>(ledger.sources());
    asked.values().removeIf(each -> LandedFile.isLanding(each) || gone.contains(each.topicId()));
    Map<Position, Long> begins = new HashMap<>();
    if (asked.isEmpty()) {
      return begins;
    }
    try (KafkaTopics topics = kafka.get()) {
      String cluster = topics.cluster();
      asked.forEach(
          (number, source) ->
              begins(topics, cluster, source)
                  .forEach(
                      (partition, begin) -> begins.put(new Position(number, partition), begin)));
    }

    return begins;
  }

  private static Map<Integer, Long> begins(KafkaTopics topics, String cluster, LogSource source) {
    if (!source.clusterId().equals(cluster)) {
      throw unknown(source, "kafka.bootstrap leads to cluster " + cluster);
    }
    Topic topic =
        topics
            .topic(source.topic())
            .orElseThrow(() -> unknown(source, "it has no topic of that name"));

    // One that was made anew is another topic, and the records of the former are gone.
    return topic.id().equals(source.topicId()) ? topic.begins() : Map.of();
  }

  private static FreshetException unknown(LogSource source, String why) {
    return new FreshetException(
        Fault.CALLER,
        "No rows go by age, as nobody can say which records topic %s (id %s) of Kafka's cluster %s still has: %s. Lead maintenance to that cluster; where the topic is gone for good, add its id to maintenance.gone-topics"
            .formatted(source.topic(), source.topicId(), source.clusterId(), why));
  }
}
