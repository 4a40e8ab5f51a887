package io.freshet.ingestion.writer.table;

import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.ingestion.writer.commit.TableCommittable;
import java.util.Optional;

/** Takes in the records of one stream and keeps the account of what became of each. */
public interface RecordWriter extends AutoCloseable {
  void write(LogRecord logRecord);

  /** What the checkpoint adds to the stream's table; empty when nothing was seen. */
  Optional<TableCommittable> finish();

  @Override
  void close();
}
