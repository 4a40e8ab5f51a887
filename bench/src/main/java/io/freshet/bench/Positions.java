package io.freshet.bench;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * How far streams go and how far a group has come. Streams of a {@link Stage} begin at zero and
 * hold no transactions, so that positions count events.
 */
public final class Positions implements AutoCloseable {
  /** The ETA application's. */
  public static final String ETA_GROUP = "freshet-eta";

  private final Admin kafka;

  private Positions(Admin kafka) {
    this.kafka = kafka;
  }

  public static Positions of(Stage stage) {
    return new Positions(
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stage.kafka().bootstrap())));
  }

  /** Events in these streams so far. */
  public long ends(List<String> streams) {
    Map<TopicPartition, OffsetSpec> latest =
        answer(kafka.describeTopics(streams).allTopicNames()).values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));

    return answer(kafka.listOffsets(latest).all()).values().stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  /** Events of these streams that the group has committed to have read. */
  public long read(String group, List<String> streams) {
    return answer(kafka.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .entrySet()
        .stream()
        .filter(entry -> streams.contains(entry.getKey().topic()))
        .mapToLong(entry -> entry.getValue().offset())
        .sum();
  }

  /** Has a group that nobody is in begin anew. */
  public void forget(String group) {
    answer(kafka.deleteConsumerGroups(List.of(group)).all());
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Kafka does not tell positions: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while asking Kafka for positions", e);
    }
  }

  @Override
  public void close() {
    kafka.close();
  }
}
