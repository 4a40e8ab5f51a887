package io.freshet.ingestion.writer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer.PartitionOffsetsRetriever;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LedgerOffsetsTest {
  private static final TopicPartition KNOWN = new TopicPartition("trips", 0);
  private static final TopicPartition UNKNOWN = new TopicPartition("trips", 1);

  @Test
  void startsWhereTheTableEnds() {
    assertThat(starts(Map.of(KNOWN, 40L), Map.of(KNOWN, 7L))).containsEntry(KNOWN, 40L);
  }

  @Test
  void startsUnknownPartitionsAtTheirBeginning() {
    assertThat(starts(Map.of(KNOWN, 40L), Map.of(KNOWN, 0L, UNKNOWN, 7L)))
        .containsEntry(UNKNOWN, 7L);
  }

  @Test
  void goesOnWhenRetentionHasTakenJustWhatTheTableHolds() {
    assertThat(starts(Map.of(KNOWN, 40L), Map.of(KNOWN, 40L))).containsEntry(KNOWN, 40L);
  }

  @Test
  void refusesWhenRetentionHasTakenWhatNoTableHolds() {
    assertThatThrownBy(() -> starts(Map.of(KNOWN, 40L), Map.of(KNOWN, 41L)))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith(
            "trips-0 begins at offset 41, but its table ends at 40: retention deleted records");
  }

  @Test
  void refusesAnAddedPartitionWhoseFirstRecordsAreGone() {
    assertThat(LedgerOffsets.ofAdded(UNKNOWN, 0)).isZero();
    assertThatThrownBy(() -> LedgerOffsets.ofAdded(UNKNOWN, 7))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            UNKNOWN
                + " was added and begins at offset 7: retention deleted records that no table"
                + " holds; to accept the loss, start the job without its state");
  }

  @Test
  void neverLetsKafkaChooseAnotherOffset() {
    assertThat(new LedgerOffsets(Map.of()).getAutoOffsetResetStrategy())
        .isEqualTo(OffsetResetStrategy.NONE);
  }

  private static Map<TopicPartition, Long> starts(
      Map<TopicPartition, Long> ends, Map<TopicPartition, Long> beginnings) {
    return new LedgerOffsets(ends)
        .getPartitionOffsets(List.copyOf(beginnings.keySet()), new FixedBeginnings(beginnings));
  }

  /** A log of which only the beginnings are known. */
  private record FixedBeginnings(Map<TopicPartition, Long> beginnings)
      implements PartitionOffsetsRetriever {
    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
      Map<TopicPartition, Long> asked = new HashMap<>(beginnings);
      asked.keySet().retainAll(partitions);

      return asked;
    }

    @Override
    public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
      throw new UnsupportedOperationException("The ledger knows better");
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
      throw new UnsupportedOperationException("Starting at the end would lose records");
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> timestamps) {
      throw new UnsupportedOperationException("The ledger knows better");
    }
  }
}
