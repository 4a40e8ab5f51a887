package io.freshet.bench.gateway;

import io.freshet.bench.Pauses;
import io.freshet.core.envelope.stream.KafkaFaults;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How many records a topic has had, over all partitions; nobody writes transactions here. */
final class LogEnd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration QUIET = Duration.ofMillis(500);

  private final Admin admin;
  private final String topic;
  private final int partitions;

  LogEnd(String bootstrap, String topic, int partitions) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    this.topic = topic;
    this.partitions = partitions;
  }

  long records() {
    Map<TopicPartition, OffsetSpec> asked =
        IntStream.range(0, partitions)
            .boxed()
            .collect(
                Collectors.toMap(
                    each -> new TopicPartition(topic, each), each -> OffsetSpec.latest()));

    return KafkaFaults.answer(admin.listOffsets(asked).all(), PATIENCE, "read the end of " + topic)
        .values()
        .stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  /** Waits for as many, for as long as a batch may take to be sent; returns what there are. */
  long await(long wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long records = records();
    while (records < wanted && System.nanoTime() < end) {
      records = records();
    }

    return records;
  }

  /** How many there are when no more come. */
  long settled() {
    long before = -1;
    long now = records();
    while (now != before) {
      Pauses.pause(QUIET);
      before = now;
      now = records();
    }

    return now;
  }

  @Override
  public void close() {
    admin.close(PATIENCE);
  }
}
