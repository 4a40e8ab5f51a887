package io.freshet.ingestion.writer.table;

import io.freshet.core.envelope.Decoded;
import io.freshet.ingestion.writer.commit.FileSteps;
import java.util.Optional;
import org.apache.iceberg.data.Record;

/** Where the rows of a table go. Not thread-safe. */
interface RowOutput extends AutoCloseable {
  /** Answers why no file can be made for the row, if so. */
  Optional<Decoded.Refused> write(Record row);

  /** Closes every file; returns those written since the last call. */
  FileSteps finish();

  /** Gives up what was written since the last {@link #finish}; the files are orphans. */
  @Override
  void close();
}
