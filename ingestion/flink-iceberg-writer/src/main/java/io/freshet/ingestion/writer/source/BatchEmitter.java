package io.freshet.ingestion.writer.source;

import io.freshet.core.envelope.batch.LogBatch;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitState;
import org.apache.kafka.common.TopicPartition;

/** Hands batches on and notes how far; of a partition that goes back, only what comes after. */
final class BatchEmitter implements RecordEmitter<LogBatch, LogBatch, KafkaPartitionSplitState> {
  private final ReadEnds ends;
  private final Map<TopicPartition, GoingBack> goingBack = new HashMap<>();

  BatchEmitter(ReadEnds ends) {
    this.ends = ends;
  }

  /**
   * @param marks how many are under way, of which the last one counts
   */
  private record GoingBack(long ledgerEnd, int marks) {}

  /** Passes over everything of the partition until its mark comes. */
  void awaitMark(TopicPartition partition, long ledgerEnd) {
    goingBack.merge(
        partition,
        new GoingBack(ledgerEnd, 1),
        (before, now) -> new GoingBack(now.ledgerEnd(), before.marks() + 1));
  }

  @Override
  public void emitRecord(
      LogBatch batch, SourceOutput<LogBatch> output, KafkaPartitionSplitState state) {
    TopicPartition partition = state.getTopicPartition();
    GoingBack awaited = goingBack.get(partition);
    if (batch.isWentBack()) {
      arrive(batch, awaited, output, state);
    } else if (awaited == null) {
      output.collect(batch);
      state.setCurrentOffset(batch.nextOffset());
      ends.reached(partition, batch.nextOffset());
    }
  }

  private void arrive(
      LogBatch mark,
      GoingBack awaited,
      SourceOutput<LogBatch> output,
      KafkaPartitionSplitState state) {
    if (awaited.marks() > 1) {
      goingBack.put(
          state.getTopicPartition(), new GoingBack(awaited.ledgerEnd(), awaited.marks() - 1));
      return;
    }
    goingBack.remove(state.getTopicPartition());
    output.collect(LogBatch.wentBack(mark.topic(), mark.partition(), awaited.ledgerEnd()));
    state.setCurrentOffset(mark.from());
  }
}
