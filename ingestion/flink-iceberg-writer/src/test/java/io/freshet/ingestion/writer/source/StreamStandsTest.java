package io.freshet.ingestion.writer.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.writer.source.StreamStands.Order;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StreamStandsTest {
  private static final String TRIPS = "trips";
  private static final TopicPartition FIRST = new TopicPartition(TRIPS, 0);
  private static final TopicPartition SECOND = new TopicPartition(TRIPS, 1);
  private static final TopicPartition MEAL = new TopicPartition("meals", 0);

  private final StreamStands streams = new StreamStands();

  @Test
  void asksATableForWhatTheCheckpointTwoBeforeCovered() {
    streams.report(0, Map.of(FIRST, 10L));
    streams.report(0, Map.of(FIRST, 20L));
    assertThat(streams.inQuestion()).isEmpty();
    streams.report(0, Map.of(FIRST, 30L));

    assertThat(streams.inQuestion()).containsExactly(TRIPS);
    assertThat(streams.judge(TRIPS, ends(10))).isEmpty();
    assertThat(streams.inQuestion()).isEmpty();
  }

  @Test
  void looksAgainOnceMoreWasRead() {
    reported(FIRST, 10);
    streams.judge(TRIPS, ends(10));

    reported(FIRST, 10);
    assertThat(streams.inQuestion()).isEmpty();
    reported(FIRST, 11);
    assertThat(streams.inQuestion()).containsExactly(TRIPS);
  }

  @Test
  void parksAStreamWhoseTableLacksWhatItMustHold() {
    reported(FIRST, 10);

    assertThat(streams.judge(TRIPS, ends(9)))
        .contains(new Order.Wait(TRIPS, "trips-0 was read up to 10, its table ends at 9"));
    assertThat(streams.parked()).isEqualTo(1);
  }

  @Test
  void parksAStreamWhoseTableIsGoneAndLeavesTheOthers() {
    reported(FIRST, 10);
    reported(MEAL, 10);

    assertThat(streams.judge(TRIPS, new TableStand.Unfit("gone")))
        .contains(new Order.Wait(TRIPS, "gone"));
    assertThat(streams.judge("meals", new TableStand.Ready(Map.of(MEAL, 10L), Map.of(), "")))
        .isEmpty();
  }

  @Test
  void neverParksAStreamWhoseTableAllOthersNeed() {
    reported(FIRST, 10);

    assertThat(streams.judge(TRIPS, new TableStand.Needed())).isEmpty();
    assertThat(streams.parked()).isZero();
    assertThat(streams.inQuestion()).as("until more was read").isEmpty();
    reported(FIRST, 11);
    assertThat(streams.inQuestion()).containsExactly(TRIPS);
  }

  /** What a reader began with is no claim: its table may never have read the log's beginning. */
  @Test
  void asksNothingOfAPartitionThatBeginsWhereItsLogDoes() {
    reported(SECOND, 5);

    assertThat(
            streams.judge(TRIPS, new TableStand.Ready(Map.of(), Map.of(FIRST, 0L, SECOND, 5L), "")))
        .isEmpty();
  }

  @Test
  void goesBackWhenNothingOfItIsUnderWayAnyMore() {
    TableStand.Ready back = ends(9);
    reported(FIRST, 10);
    streams.report(1, Map.of());
    streams.judge(TRIPS, new TableStand.Unfit("gone"));

    reported(FIRST, 10);
    assertThat(streams.inQuestion()).as("the other reader has reported nothing").isEmpty();
    assertThat(streams.judge(TRIPS, back)).isEmpty();
    streams.report(1, Map.of());
    streams.report(1, Map.of());
    streams.report(1, Map.of());

    assertThat(streams.inQuestion()).containsExactly(TRIPS);
    assertThat(streams.judge(TRIPS, back)).contains(new Order.Return(TRIPS, back));
    assertThat(streams.parked()).isZero();
    assertThat(streams.inQuestion()).as("what was reported before it went back").isEmpty();
  }

  @Test
  void saysOnceWhatAParkedStreamWaitsForNow() {
    reported(FIRST, 10);
    streams.judge(TRIPS, new TableStand.Unfit("gone"));

    assertThat(streams.judge(TRIPS, new TableStand.Unfit("a column is gone")))
        .contains(new Order.WaitOn(TRIPS, "a column is gone"));
    assertThat(streams.judge(TRIPS, new TableStand.Unfit("a column is gone"))).isEmpty();
  }

  /** Readers that begin anew are not parked, so the watch must find out again. */
  @Test
  void knowsNothingOfReadersThatBeginAnew() {
    reported(FIRST, 10);
    streams.judge(TRIPS, new TableStand.Unfit("gone"));

    streams.begins(0);

    assertThat(streams.parked()).isZero();
    assertThat(streams.inQuestion()).isEmpty();
    reported(FIRST, 10);
    assertThat(streams.inQuestion()).containsExactly(TRIPS);
  }

  private void reported(TopicPartition partition, long end) {
    for (int checkpoint = 0; checkpoint < 3; checkpoint++) {
      streams.report(0, Map.of(partition, end));
    }
  }

  private static TableStand.Ready ends(long end) {
    return new TableStand.Ready(Map.of(FIRST, end), Map.of(FIRST, 0L), "");
  }
}
