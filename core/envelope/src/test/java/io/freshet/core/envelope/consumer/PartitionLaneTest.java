package io.freshet.core.envelope.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PartitionLaneTest {
  private final PartitionLane lane = new PartitionLane();

  @Test
  void beginsToFailOnceUntilARecordIsDoneWith() {
    lane.add(List.of(message(0), message(1)));

    assertThat(lane.beginsToFail()).isTrue();
    lane.pause(Duration.ofSeconds(1), Instant.EPOCH);
    assertThat(lane.beginsToFail()).isFalse();
    lane.giveUp("failed 5 times");
    assertThat(lane.beginsToFail()).as("its hand-off").isFalse();

    lane.finishFirst();

    assertThat(lane.beginsToFail()).isTrue();
  }

  private static ConsumerRecord<byte[], byte[]> message(long offset) {
    return new ConsumerRecord<>("pings", 0, offset, new byte[0], new byte[0]);
  }
}
