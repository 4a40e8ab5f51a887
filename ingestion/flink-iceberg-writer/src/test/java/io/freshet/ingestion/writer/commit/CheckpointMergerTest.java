package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class CheckpointMergerTest {
  @Test
  void makesOneCommittablePerTableOfWhatTheWritersMade() throws Exception {
    try (var harness = open(null)) {
      harness.processElement(written(0, "raw.pings", 0, 10), 0);
      harness.processElement(written(1, "raw.pings", 1, 20), 0);
      harness.processElement(written(1, "raw.orders", 0, 5), 0);

      harness.prepareSnapshotPreBarrier(1);

      assertThat(committables(harness))
          .extracting(TableCommittable::table)
          .containsExactly("raw.orders", "raw.pings");
      assertThat(committables(harness).get(1).ranges()).hasSize(2);
      assertThat(committables(harness).get(1).files().all()).containsExactly("file-0", "file-1");
    }
  }

  @Test
  void startsEachRangeWhereThePreviousCheckpointEndedEvenAfterARestore() throws Exception {
    OperatorSubtaskState state;
    try (var harness = open(null)) {
      harness.processElement(written(0, "raw.pings", 0, 10), 0);
      harness.prepareSnapshotPreBarrier(1);
      state = harness.snapshot(1, 1);
      assertThat(committables(harness).get(0).ranges().get(0).start()).isEqualTo(Range.UNKNOWN);
    }

    try (var harness = open(state)) {
      harness.processElement(written(0, "raw.pings", 13, 20), 0);
      harness.prepareSnapshotPreBarrier(2);

      assertThat(committables(harness).get(0).ranges().get(0).start()).isEqualTo(10);
      assertThat(committables(harness).get(0).ranges().get(0).first()).isEqualTo(13);
    }
  }

  /** The job's own positions lie behind what was given up. */
  @Test
  void leavesTheStartToAStreamThatWentBack() throws Exception {
    try (var harness = open(null)) {
      harness.processElement(written(0, "raw.pings", 0, 100), 0);
      harness.prepareSnapshotPreBarrier(1);
      harness.processElement(written(0, "raw.pings", 40L, 43, 50), 0);
      harness.prepareSnapshotPreBarrier(2);

      assertThat(committables(harness).get(1).ranges().get(0).start()).isEqualTo(40);
    }
  }

  @Test
  void announcesACheckpointThatBroughtNothing() throws Exception {
    try (var harness = open(null)) {
      harness.prepareSnapshotPreBarrier(4);

      CommittableSummary<?> summary = (CommittableSummary<?>) harness.extractOutputValues().get(0);
      assertThat(summary.getNumberOfCommittables()).isZero();
      assertThat(summary.getCheckpointIdOrEOI()).isEqualTo(4);
    }
  }

  @Test
  void refusesPositionsOfATopicThatHasBeenReplaced() throws Exception {
    OperatorSubtaskState state = stateOf(pings(1));

    assertThatThrownBy(() -> open(state, pings(2)).close())
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("The topic of raw.pings is another topic than the one that")
        .hasMessageContaining("Start the job without its state");
  }

  @Test
  void refusesAStreamThatJoinsThePoolAfterRetentionTookWhatItsTableLacks() throws Exception {
    OperatorSubtaskState state = stateOf(pings(1));
    CommitTarget joining =
        new CommitTarget(
            "raw.orders", Duration.ZERO, source(1), List.of("orders-0 begins at offset 41"));

    assertThatThrownBy(() -> open(state, pings(1), joining).close())
        .isInstanceOf(FreshetException.class)
        .hasMessage("orders-0 begins at offset 41");
  }

  @Test
  void takesAStreamIntoThePoolOfWhichNothingIsLost() throws Exception {
    OperatorSubtaskState state = stateOf(pings(1));

    open(state, pings(1), new CommitTarget("raw.orders", Duration.ZERO, source(1), List.of()))
        .close();
  }

  /** A stream of the state reads on from the state's position, which may lie behind its table's. */
  @Test
  void leavesARestoredStreamToItsOwnPositions() throws Exception {
    OperatorSubtaskState state = stateOf(pings(1));
    CommitTarget behind = new CommitTarget("raw.pings", Duration.ZERO, source(1), List.of("lost"));

    open(state, behind).close();
  }

  private static OperatorSubtaskState stateOf(CommitTarget... targets) throws Exception {
    try (var harness = open(null, targets)) {
      harness.prepareSnapshotPreBarrier(1);

      return harness.snapshot(1, 1);
    }
  }

  private static CommitTarget pings(int number) {
    return new CommitTarget("raw.pings", Duration.ZERO, source(number), List.of());
  }

  private static LogSource source(int number) {
    return new LogSource("cluster", "pings", "topic-" + number);
  }

  private static OneInputStreamOperatorTestHarness<
          CommittableMessage<TableCommittable>, CommittableMessage<TableCommittable>>
      open(OperatorSubtaskState state, CommitTarget... targets) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<
            CommittableMessage<TableCommittable>, CommittableMessage<TableCommittable>>(
            new CheckpointMerger(List.of(targets)));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();

    return harness;
  }

  private static List<TableCommittable> committables(
      OneInputStreamOperatorTestHarness<
              CommittableMessage<TableCommittable>, CommittableMessage<TableCommittable>>
          harness) {
    return harness.extractOutputValues().stream()
        .filter(CommittableWithLineage.class::isInstance)
        .map(message -> ((CommittableWithLineage<TableCommittable>) message).getCommittable())
        .toList();
  }

  private static CommittableMessage<TableCommittable> written(
      int subtask, String table, long first, long end) {
    return written(subtask, table, Range.UNKNOWN, first, end);
  }

  private static CommittableMessage<TableCommittable> written(
      int subtask, String table, long start, long first, long end) {
    return new CommittableWithLineage<>(
        new TableCommittable(
            table,
            Set.of("uuid"),
            FileSteps.of(List.of("file-" + subtask)),
            List.of(
                new Range(
                    new Position(1, subtask),
                    start,
                    first,
                    end,
                    new Counts(end - first, 0, 0, 0),
                    5)),
            new ReceivedTimes(),
            0),
        1,
        subtask);
  }
}
