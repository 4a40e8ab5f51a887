package io.freshet.ingestion.gateway.standby;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes of this gateway, one for each partition of which something waits. One partition's
 * failure is not the others', unless their cluster is away. Not thread-safe.
 */
final class ReturnLanes {
  private static final Logger LOG = LoggerFactory.getLogger(ReturnLanes.class);
  private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

  private final ReturnLog log;
  private final LongSupplier nanos;
  private final Map<TopicPartition, ReturnLane> lanes = new HashMap<>();
  private final Map<TopicPartition, Long> stuckAt = new HashMap<>();

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  ReturnLanes(ReturnLog log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
  }

  boolean has(TopicPartition partition) {
    return lanes.containsKey(partition);
  }

  /** Whether a partition's records could not come back just now, so that it is left alone. */
  boolean rests(TopicPartition partition) {
    Long failed = stuckAt.get(partition);

    return failed != null && nanos.getAsLong() - failed < REST_NANOS;
  }

  void add(TopicPartition partition, ReturnLane lane) {
    lanes.put(partition, lane);
  }

  /**
   * Brings records back. A partition whose records can't come back has no lane afterwards, and
   * rests.
   *
   * @throws FreshetException {@code DEPENDENCY} when the streams' own cluster is away
   */
  void bring(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      try {
        bring(partition, records.records(partition));
      } catch (FreshetException e) {
        close(Set.of(partition));
        if (e.fault() == Fault.DEPENDENCY) {
          throw e;
        }
        stuckAt.put(partition, nanos.getAsLong());
        log.stuck(partition, e.getMessage());
      }
    }
  }

  private void bring(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    ReturnLane lane = lanes.get(partition);
    if (lane == null) {
      throw new IllegalStateException("No lane of " + partition);
    }
    lane.bring(records);
    stuckAt.remove(partition);
    LOG.info("Records are back partition={} records={}", partition, records.size());
  }

  void close(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      ReturnLane lane = lanes.remove(partition);
      if (lane != null) {
        lane.close();
      }
    }
  }

  void closeAll() {
    close(Set.copyOf(lanes.keySet()));
  }
}
