package io.freshet.ingestion.writer.table;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.lake.RowHasher;
import io.freshet.ingestion.writer.commit.FileSteps;
import java.util.Optional;

/**
 * Turns the records of one stream into rows of its table's files. There are two ways to do that,
 * which take in and refuse the same records and leave the same rows behind; after a restart, events
 * that can't be written are refused besides. Not thread-safe.
 */
public interface EventFiles extends AutoCloseable {
  /**
   * Writes the record as a row; answers what it is otherwise.
   *
   * @param values takes the row's values, as they were decoded
   */
  Optional<Decoded.Aside> write(LogRecord logRecord, RowHasher values);

  /** Event time of the row that was written last, in microseconds. */
  long eventTime();

  /** Closes every file; returns those written since the last call. */
  FileSteps finish();

  /** Gives up what was written since the last {@link #finish}; the files are orphans. */
  @Override
  void close();
}
