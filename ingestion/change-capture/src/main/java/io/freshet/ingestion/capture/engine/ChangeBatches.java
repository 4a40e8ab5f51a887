package io.freshet.ingestion.capture.engine;

import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** Hands what Debezium tells to our own, and tells it when Kafka has that. */
public final class ChangeBatches implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {
  private final Batch batch;

  public ChangeBatches(Batch batch) {
    this.batch = batch;
  }

  /** Takes what is told, in its order. */
  @FunctionalInterface
  public interface Batch {
    /**
     * Takes some records.
     *
     * @return whether Kafka has all so far
     */
    boolean take(List<SourceRecord> told);
  }

  @Override
  public void handleBatch(
      List<RecordChangeEvent<SourceRecord>> told,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    boolean isKept = batch.take(told.stream().map(RecordChangeEvent::record).toList());
    if (isKept) {
      // What Postgres is told comes from our own position; this only has Debezium look there.
      committer.markProcessed(told.get(told.size() - 1));
      committer.markBatchFinished();
    }
  }
}
