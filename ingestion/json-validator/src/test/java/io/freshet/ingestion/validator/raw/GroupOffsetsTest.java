package io.freshet.ingestion.validator.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer.PartitionOffsetsRetriever;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupOffsetsTest {
  private static final TopicPartition READ = new TopicPartition("raw_json", 0);
  private static final TopicPartition NEW = new TopicPartition("raw_json", 1);

  @Test
  void goesOnWhereTheGroupIsAndBeginsWhereItIsNot() {
    assertThat(starts(Map.of(READ, 7L), 5L)).isEqualTo(Map.of(READ, 7L, NEW, 5L));
  }

  @Test
  void skipsNothingThatRetentionHasTaken() {
    assertThatThrownBy(() -> starts(Map.of(READ, 4L), 5L))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith(
            "raw_json-0 begins at offset 5, but was read to 4: retention deleted");
  }

  private static Map<TopicPartition, Long> starts(
      Map<TopicPartition, Long> committed, long beginning) {
    return new GroupOffsets().getPartitionOffsets(Set.of(READ, NEW), new Log(committed, beginning));
  }

  private record Log(Map<TopicPartition, Long> committed, long beginning)
      implements PartitionOffsetsRetriever {
    @Override
    public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
      return committed;
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
      return partitions.stream().collect(Collectors.toMap(Function.identity(), each -> beginning));
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> timestamps) {
      throw new UnsupportedOperationException();
    }
  }
}
