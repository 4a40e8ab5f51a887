package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StreamEndTest {
  private static final LogSource TRIPS = new LogSource("cluster", "trips", "first-id");
  private static final Position FIRST = new Position(1, 0);
  private static final Position SECOND = new Position(1, 1);

  /** Of one topic: the end of each partition. */
  private record Ends(String topicId, Map<Integer, Long> ends) implements LogEnds {
    @Override
    public String topicId(String topic) {
      return topicId;
    }

    @Override
    public Set<Integer> partitions(String topic) {
      return ends.keySet();
    }

    @Override
    public boolean isReadToEnd(TopicPartition partition, long position) {
      return position >= ends.get(partition.partition());
    }
  }

  @Test
  void countsAPartitionThatIsReadToItsEndAsIdle() {
    StreamEnd.Silence silence =
        listen(new Ends("first-id", Map.of(0, 10L, 1, 5L)), held(FIRST, 10), held(SECOND, 3));

    assertThat(silence.idle()).containsExactly(FIRST);
    assertThat(silence.unread()).isFalse();
  }

  @Test
  void waitsForAPartitionThatHoldsRecordsAndWasNeverRead() {
    StreamEnd.Silence silence =
        listen(new Ends("first-id", Map.of(0, 10L, 1, 5L)), held(FIRST, 10));

    assertThat(silence.unread()).isTrue();
  }

  @Test
  void waitsForNoPartitionThatIsEmpty() {
    StreamEnd.Silence silence =
        listen(new Ends("first-id", Map.of(0, 10L, 1, 0L)), held(FIRST, 10));

    assertThat(silence.idle()).containsExactlyInAnyOrder(FIRST, SECOND);
    assertThat(silence.unread()).isFalse();
  }

  @Test
  void countsWhatTheCommitBringsAsActive() {
    Ledger ledger = Ledger.of(Map.of()).withSource(TRIPS).plus(List.of(held(FIRST, 10)));

    StreamEnd.Silence silence =
        new StreamEnd(new Ends("first-id", Map.of(0, 10L))).listen(ledger, Set.of(FIRST), 1);

    assertThat(silence.idle()).isEmpty();
  }

  @Test
  void refusesATopicThatWasReplacedWhileTheJobRan() {
    assertThatThrownBy(() -> listen(new Ends("second-id", Map.of(0, 10L)), held(FIRST, 10)))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Topic trips is another topic than the one that the job's state")
        .extracting(e -> ((FreshetException) e).fault())
        .isEqualTo(Fault.CALLER);
  }

  @Test
  void goesOnWithTheTopicThatItKnows() {
    assertThatCode(() -> StreamEnd.refuseReplaced(TRIPS, "first-id")).doesNotThrowAnyException();
  }

  private static StreamEnd.Silence listen(LogEnds log, Range... held) {
    Ledger ledger = Ledger.of(Map.of()).withSource(TRIPS).plus(List.of(held));

    return new StreamEnd(log).listen(ledger, Set.of(), 1);
  }

  private static Range held(Position position, long end) {
    return new Range(position, Range.UNKNOWN, 0, end, new Counts(end, 0, 0, 0), 0);
  }
}
