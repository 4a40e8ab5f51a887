package io.freshet.ingestion.gateway.standby;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final TopicPartition ONE = new TopicPartition("rides", 0);
  private static final TopicPartition OTHER = new TopicPartition("rides", 1);

  @Test
  void whatIsBehindThePositionWaits() {
    Standing standing = standing(Map.of(ONE, 5L), 0, 9);

    assertThat(standing.position(ONE)).isEqualTo(5);
    assertThat(standing.waiting()).isEqualTo(4);
    assertThat(standing.spent()).isEqualTo(Map.of(ONE, 5L));
    assertThat(standing.lost(ONE)).isZero();
  }

  @Test
  void withoutAPositionAllOfItWaits() {
    Standing standing = standing(Map.of(), 3, 9);

    assertThat(standing.position(ONE)).isEqualTo(3);
    assertThat(standing.waiting()).isEqualTo(6);
    assertThat(standing.spent()).isEmpty();
    assertThat(standing.lost(ONE)).isZero();
  }

  @Test
  void noticesWhatRetentionTookBeforeItCameBack() {
    Standing standing = standing(Map.of(ONE, 5L), 8, 9);

    assertThat(standing.position(ONE)).isEqualTo(8);
    assertThat(standing.lost(ONE)).isEqualTo(3);
    assertThat(standing.spent()).isEmpty();
  }

  /** Another gateway may have brought back more since the ends were read. */
  @Test
  void aPositionBehindTheEndTakesNothingFromOtherPartitions() {
    Standing standing =
        new Standing(Map.of(ONE, 12L), Map.of(ONE, 0L, OTHER, 0L), Map.of(ONE, 9L, OTHER, 3L));

    assertThat(standing.left(ONE)).isZero();
    assertThat(standing.waiting()).isEqualTo(3);
    assertThat(standing.spent()).isEqualTo(Map.of(ONE, 9L));
  }

  private static Standing standing(Map<TopicPartition, Long> returned, long begin, long end) {
    return new Standing(returned, Map.of(ONE, begin), Map.of(ONE, end));
  }
}
