package io.freshet.core.envelope.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SampleAimsTest {
  private static final TopicPartition FULL = new TopicPartition("pings", 0);
  private static final TopicPartition SHORT = new TopicPartition("pings", 1);
  private static final TopicPartition EMPTY = new TopicPartition("pings", 2);

  private final Map<TopicPartition, Long> begins = Map.of(FULL, 100L, SHORT, 0L, EMPTY, 7L);
  private final Map<TopicPartition, Long> ends = Map.of(FULL, 200L, SHORT, 2L, EMPTY, 7L);

  @Test
  void spreadsOverThePartitionsThatHoldSomething() {
    SampleAims aims = SampleAims.of(3, begins, ends);

    assertThat(aims.rounds()).isEqualTo(2);
    assertThat(aims.targets(0, List.of())).isEqualTo(Map.of(FULL, 100L, SHORT, 0L));
    assertThat(aims.targets(1, List.of())).isEqualTo(Map.of(FULL, 150L));
  }

  @Test
  void takesNothingTwiceThoughOffsetsHaveGaps() {
    SampleAims aims = SampleAims.of(4, begins, ends);

    assertThat(aims.targets(1, List.of(taken(FULL, 180), taken(SHORT, 1))))
        .isEqualTo(Map.of(FULL, 181L));
  }

  @Test
  void asksNothingOfAStreamThatIsEmpty() {
    assertThat(SampleAims.of(5, Map.of(EMPTY, 7L), Map.of(EMPTY, 7L)).rounds()).isZero();
  }

  private static ConsumerRecord<byte[], byte[]> taken(TopicPartition partition, long offset) {
    return new ConsumerRecord<>(
        partition.topic(), partition.partition(), offset, new byte[0], new byte[0]);
  }
}
