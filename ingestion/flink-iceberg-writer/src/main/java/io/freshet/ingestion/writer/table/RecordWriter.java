package io.freshet.ingestion.writer.table;

import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.ingestion.writer.commit.TableCommittable;
import java.util.Optional;

/** Takes in the records of one stream and keeps the account of what became of each. */
public interface RecordWriter extends AutoCloseable {
  void write(LogRecord logRecord);

  /** A partition is read again from where its table ends. */
  default void goBack(LogBatch mark) {
    throw new IllegalStateException("Nothing goes back in " + mark.topic());
  }

  /** The stream's table is said to have another contract by now. */
  default void followContract() {
    throw new IllegalStateException("Nobody follows the contract of this stream");
  }

  /** What the checkpoint adds to the stream's table; empty when nothing was seen. */
  Optional<TableCommittable> finish();

  @Override
  void close();
}
