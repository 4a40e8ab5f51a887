package io.freshet.ingestion.writer.commit;

import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Merges what the writers of one checkpoint made into one committable per table, and says where
 * each range starts: where this job's previous checkpoint ended, or where a stream that went back
 * was read from. That is how the committer can tell a gap in the table from a gap in Kafka's
 * offsets. Runs with a parallelism of one.
 *
 * <p>Its state also says which topics the job was reading, since Flink's own knows them by name
 * only: a job that is restored looks there before it believes the positions.
 */
final class CheckpointMerger extends AbstractStreamOperator<CommittableMessage<TableCommittable>>
    implements OneInputStreamOperator<
            CommittableMessage<TableCommittable>, CommittableMessage<TableCommittable>>,
        BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final List<CommitTarget> targets;

  private transient Map<String, TableCommittable> pending;
  private transient Map<TablePosition, Long> ends;
  private transient ListState<String> endsState;
  private transient ListState<String> topicsState;

  CheckpointMerger(List<CommitTarget> targets) {
    this.targets = List.copyOf(targets);
  }

  private record TablePosition(String table, Position position) {
    static TablePosition parse(String[] words) {
      return new TablePosition(
          words[0], new Position(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
    }
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    pending = new TreeMap<>();
    ends = new HashMap<>();
    endsState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("position-ends", Types.STRING));
    for (String entry : endsState.get()) {
      String[] words = entry.split(" ", -1);
      ends.put(TablePosition.parse(words), Long.parseLong(words[3]));
    }
    topicsState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("topics", Types.STRING));
    if (context.isRestored()) {
      checkStreams();
    }
  }

  /**
   * Refuses positions of a topic that has been replaced, and a stream that joins the pool after
   * retention took what its table lacks: Flink starts one that its state doesn't know at the
   * earliest record, whatever the job says of starting offsets.
   */
  private void checkStreams() throws Exception {
    Map<String, String> restored = new HashMap<>();
    for (String entry : topicsState.get()) {
      String[] words = entry.split(" ", -1);
      restored.put(words[0], words[1]);
    }
    for (CommitTarget target : targets) {
      String topicId = restored.get(target.table());
      if (topicId != null && !topicId.equals(target.source().topicId())) {
        throw new ReplacedTopicException("The topic of " + target.table());
      }
      if (topicId == null && !target.lost().isEmpty()) {
        throw new FreshetException(Fault.OURS, String.join("\n", target.lost()));
      }
    }
  }

  @Override
  public void processElement(StreamRecord<CommittableMessage<TableCommittable>> element) {
    if (element.getValue() instanceof CommittableWithLineage<TableCommittable> message) {
      TableCommittable committable = message.getCommittable();
      pending.merge(committable.table(), committable, TableCommittable::and);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    emit(checkpointId);
  }

  @Override
  public void endInput() {
    emit(CommittableMessage.EOI);
  }

  private void emit(long checkpointId) {
    output.collect(
        new StreamRecord<>(new CommittableSummary<>(0, 1, checkpointId, pending.size(), 0)));
    pending.forEach(
        (table, committable) ->
            output.collect(
                new StreamRecord<>(
                    new CommittableWithLineage<>(
                        committable.withRanges(started(table, committable.ranges())),
                        checkpointId,
                        0))));
    pending.clear();
  }

  private List<Range> started(String table, List<Range> ranges) {
    List<Range> started = new ArrayList<>();
    for (Range range : ranges) {
      Long end = ends.put(new TablePosition(table, range.position()), range.end());
      boolean isToldByState = range.start() == Range.UNKNOWN && end != null;
      started.add(isToldByState ? range.startingAt(Math.min(end, range.first())) : range);
    }

    return started;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    List<String> entries = new ArrayList<>();
    ends.forEach(
        (key, end) ->
            entries.add(
                "%s %d %d %d"
                    .formatted(
                        key.table(), key.position().source(), key.position().partition(), end)));
    endsState.update(entries);
    topicsState.update(
        targets.stream()
            .map(target -> "%s %s".formatted(target.table(), target.source().topicId()))
            .toList());
  }
}
