package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogPositionsTest {
  private static final TopicPartition TRIPS = new TopicPartition("trips", 0);

  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("latest");
  private final LogPositions log = new LogPositions(kafka, null);

  @Test
  void asksNothingMoreOfALogThatEndsAtItsPosition() {
    kafka.updateEndOffsets(Map.of(TRIPS, 7L));

    assertThat(log.isReadToEnd(TRIPS, 7)).isTrue();
  }

  @Test
  void hasNotReadToTheEndWhereARecordFollows() {
    holds(0, 7);
    recordAt(5);

    assertThat(log.isReadToEnd(TRIPS, 5)).isFalse();
  }

  @Test
  void seesRecordsBehindABeginningThatRetentionHasMoved() {
    holds(40, 42);
    recordAt(40);

    assertThat(log.isReadToEnd(TRIPS, 0)).isFalse();
  }

  private void holds(long beginning, long end) {
    kafka.updateBeginningOffsets(Map.of(TRIPS, beginning));
    kafka.updateEndOffsets(Map.of(TRIPS, end));
  }

  /** Comes with the first poll, as the partition is assigned only then. */
  private void recordAt(long offset) {
    kafka.schedulePollTask(
        () -> kafka.addRecord(new ConsumerRecord<>("trips", 0, offset, null, new byte[0])));
  }
}
