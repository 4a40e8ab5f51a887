package io.freshet.ingestion.writer.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka how far a group has read, for tools that show the lag; nobody begins to read there.
 */
final class GroupOffsets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);

  private final String group;
  private final Admin admin;
  private final TreeMap<Long, Map<TopicPartition, OffsetAndMetadata>> byCheckpoint =
      new TreeMap<>();

  /**
   * @param properties of a consumer of the group
   */
  GroupOffsets(Properties properties) {
    Properties ours = new Properties();
    ours.putAll(properties);
    ours.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.group = properties.getProperty(ConsumerConfig.GROUP_ID_CONFIG);
    this.admin = Admin.create(ours);
  }

  /** Keeps what a checkpoint holds until it is complete. */
  void keep(long checkpoint, Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> kept = new HashMap<>();
    offsets.forEach((partition, offset) -> kept.put(partition, new OffsetAndMetadata(offset)));
    byCheckpoint.put(checkpoint, kept);
  }

  /** Tells in the background; one that fails is made good by the next. */
  void tell(long checkpoint) {
    Map<TopicPartition, OffsetAndMetadata> complete = byCheckpoint.get(checkpoint);
    byCheckpoint.headMap(checkpoint, true).clear();
    if (complete != null && !complete.isEmpty()) {
      admin
          .alterConsumerGroupOffsets(group, complete)
          .all()
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  LOG.warn("Offsets were not told group={} cause={}", group, failure.toString());
                }
              });
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
