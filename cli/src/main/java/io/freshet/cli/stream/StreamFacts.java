package io.freshet.cli.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What Kafka and the registry say of a stream now.
 *
 * @param replicas copies of the partition that has the fewest
 * @param records that it holds, markers of transactions included
 * @param newest when its newest record was received; empty when it holds none
 * @param perSecond records over the last minute
 * @param versions of the payload's schema, in the registry
 */
record StreamFacts(
    int partitions,
    int replicas,
    long records,
    Optional<Instant> newest,
    double perSecond,
    List<Integer> versions) {
  static final Duration LATELY = Duration.ofMinutes(1);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  StreamFacts {
    versions = List.copyOf(versions);
  }

  /** Empty when there is no such topic. */
  static Optional<StreamFacts> read(
      Admin kafka, HttpSchemaRegistry registry, Contract contract, Instant now) {
    String topic = Streams.topic(contract);

    return describe(kafka, topic)
        .map(found -> read(new Log(kafka, topic, found), found, registry, contract, now));
  }

  private static StreamFacts read(
      Log log,
      TopicDescription found,
      HttpSchemaRegistry registry,
      Contract contract,
      Instant now) {
    Map<TopicPartition, ListOffsetsResultInfo> begins = log.offsets(OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> ends = log.offsets(OffsetSpec.latest());
    Map<TopicPartition, ListOffsetsResultInfo> lately =
        log.offsets(OffsetSpec.forTimestamp(now.minus(LATELY).toEpochMilli()));
    long late =
        lately.entrySet().stream()
            .filter(since -> since.getValue().offset() >= 0)
            .mapToLong(since -> ends.get(since.getKey()).offset() - since.getValue().offset())
            .sum();

    return new StreamFacts(
        found.partitions().size(),
        found.partitions().stream()
            .map(TopicPartitionInfo::replicas)
            .mapToInt(List::size)
            .min()
            .orElse(0),
        total(ends) - total(begins),
        log.offsets(OffsetSpec.maxTimestamp()).values().stream()
            .map(ListOffsetsResultInfo::timestamp)
            .filter(timestamp -> timestamp >= 0)
            .max(Long::compare)
            .map(Instant::ofEpochMilli),
        (double) late / LATELY.toSeconds(),
        registry.versions(Streams.subject(contract)));
  }

  private static long total(Map<TopicPartition, ListOffsetsResultInfo> offsets) {
    return offsets.values().stream().mapToLong(ListOffsetsResultInfo::offset).sum();
  }

  private static Optional<TopicDescription> describe(Admin kafka, String topic) {
    try {
      return Optional.of(
          answer(kafka.describeTopics(List.of(topic)).allTopicNames(), topic).get(topic));
    } catch (FreshetException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static <T> T answer(KafkaFuture<T> asked, String topic) {
    return KafkaFaults.answer(asked, TIMEOUT, "describe topic %s".formatted(topic));
  }

  private record Log(Admin kafka, String topic, TopicDescription description) {
    Map<TopicPartition, ListOffsetsResultInfo> offsets(OffsetSpec wanted) {
      return answer(
          kafka
              .listOffsets(
                  description.partitions().stream()
                      .map(info -> new TopicPartition(topic, info.partition()))
                      .collect(Collectors.toMap(Function.identity(), partition -> wanted)))
              .all(),
          topic);
    }
  }
}
