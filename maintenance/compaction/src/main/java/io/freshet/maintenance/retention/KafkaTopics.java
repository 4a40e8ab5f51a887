package io.freshet.maintenance.retention;

import java.util.Map;
import java.util.Optional;

/** What one Kafka says of itself. */
interface KafkaTopics extends AutoCloseable {
  /**
   * @param begins the first offset that each partition still has
   */
  record Topic(String id, Map<Integer, Long> begins) {}

  /** The id of the cluster. */
  String cluster();

  /** Empty where it has none of that name. */
  Optional<Topic> topic(String name);

  @Override
  void close();
}
