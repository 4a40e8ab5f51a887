package io.freshet.ingestion.writer.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.batch.LogBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

class BatchEmitterTest {
  private static final TopicPartition PARTITION = new TopicPartition("trips", 0);

  private final ReadEnds ends = new ReadEnds();
  private final BatchEmitter emitter = new BatchEmitter(ends);
  private final List<LogBatch> handedOn = new ArrayList<>();
  private final KafkaPartitionSplitState state =
      new KafkaPartitionSplitState(new KafkaPartitionSplit(PARTITION, 0));

  @Test
  void handsBatchesOnAndNotesHowFar() {
    emit(batch(7));

    assertThat(handedOn).hasSize(1);
    assertThat(state.getCurrentOffset()).isEqualTo(8);
    assertThat(covered()).containsEntry(PARTITION, 8L);
  }

  @Test
  void passesOverWhatWasReadBeforeThePartitionWentBack() {
    emitter.awaitMark(PARTITION, 3);

    emit(batch(7));
    emit(LogBatch.wentBack("trips", 0, 3));
    emit(batch(3));

    assertThat(handedOn).extracting(LogBatch::isWentBack).containsExactly(true, false);
    assertThat(handedOn.get(1).nextOffset()).isEqualTo(4);
    assertThat(state.getCurrentOffset()).isEqualTo(4);
  }

  @Test
  void tellsWhatTheLedgerSaidWhereverTheLogBegins() {
    emitter.awaitMark(PARTITION, 0);

    emit(LogBatch.wentBack("trips", 0, 5));

    assertThat(handedOn).containsExactly(LogBatch.wentBack("trips", 0, 0));
    assertThat(state.getCurrentOffset()).isEqualTo(5);
  }

  @Test
  void waitsForTheLastOfSeveralMarks() {
    emitter.awaitMark(PARTITION, 3);
    emitter.awaitMark(PARTITION, 2);

    emit(LogBatch.wentBack("trips", 0, 3));
    emit(batch(3));
    emit(LogBatch.wentBack("trips", 0, 2));

    assertThat(handedOn).containsExactly(LogBatch.wentBack("trips", 0, 2));
  }

  private Map<TopicPartition, Long> covered() {
    ends.keep(1);

    return ends.covered(1).ends();
  }

  private void emit(LogBatch batch) {
    emitter.emitRecord(batch, new Output(handedOn), state);
  }

  private static LogBatch batch(long offset) {
    ByteBuffer bytes =
        MemoryRecords.withRecords(offset, Compression.NONE, new SimpleRecord(new byte[] {1}))
            .buffer();

    return new LogBatch("trips", 0, offset, bytes);
  }

  private record Output(List<LogBatch> handedOn) implements SourceOutput<LogBatch> {
    @Override
    public void collect(LogBatch batch) {
      handedOn.add(batch);
    }

    @Override
    public void collect(LogBatch batch, long timestamp) {
      throw new AssertionError("Batches have no time");
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      throw new AssertionError("Nothing has a watermark");
    }

    @Override
    public void markIdle() {
      throw new AssertionError("Nothing is idle");
    }

    @Override
    public void markActive() {
      throw new AssertionError("Nothing is active");
    }
  }
}
