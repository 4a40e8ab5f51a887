package io.freshet.ingestion.writer.commit;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Where the log's topics and partitions end. */
interface LogEnds {
  /** The id of the topic that bears the name now. */
  String topicId(String topic);

  Set<Integer> partitions(String topic);

  /** Whether no committed record lies at or behind {@code position}. */
  boolean isReadToEnd(TopicPartition partition, long position);
}
