package io.freshet.ingestion.writer.source;

import java.util.HashMap;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.kafka.common.TopicPartition;

/**
 * Readers are to read a topic again from where its table ends.
 *
 * @param places of all its partitions
 */
record GoBack(String topic, HashMap<TopicPartition, Place> places) implements SourceEvent {
  /**
   * @param from the offset to read from
   * @param ledgerEnd what the table's ledger said; 0 where it has nothing of the partition
   */
  record Place(long from, long ledgerEnd) implements java.io.Serializable {}
}
