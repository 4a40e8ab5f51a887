package io.freshet.ingestion.writer.sink;

import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.lake.LakeFailures;
import io.freshet.ingestion.writer.commit.TableCommittable;
import io.freshet.ingestion.writer.table.RecordWriter;
import io.freshet.ingestion.writer.table.TableWriter;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of a stream whose table may be gone or changed by others. While it can't be written
 * to, records pass by, and nothing is committed of them; the source comes back for them ({@code
 * source/LedgerWatch}). Not thread-safe.
 */
final class ParkableWriter implements RecordWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ParkableWriter.class);

  private final String topic;
  private final Supplier<TableWriter> anew;
  private Optional<TableWriter> writer;
  private boolean hasJustGoneBack;

  private ParkableWriter(String topic, Supplier<TableWriter> anew, Optional<TableWriter> writer) {
    this.topic = topic;
    this.anew = anew;
    this.writer = writer;
  }

  /**
   * @param isParked whether it begins without a table
   * @param first opens it the first time
   * @param anew opens it on the table as it is by then
   */
  static ParkableWriter open(
      String topic, boolean isParked, Supplier<TableWriter> first, Supplier<TableWriter> anew) {
    return new ParkableWriter(topic, anew, isParked ? Optional.empty() : opened(topic, first));
  }

  private static Optional<TableWriter> opened(String topic, Supplier<TableWriter> opening) {
    try {
      return Optional.of(opening.get());
    } catch (RuntimeException e) {
      if (!LakeFailures.isOfOneTable(e)) {
        throw e;
      }
      LOG.warn("Table is not written topic={} cause={}", topic, LakeFailures.reason(e));

      return Optional.empty();
    }
  }

  @Override
  public void write(LogRecord logRecord) {
    hasJustGoneBack = false;
    writer.ifPresent(open -> open.write(logRecord));
  }

  /** What was written since the last checkpoint is given up; all partitions go back together. */
  @Override
  public void goBack(LogBatch mark) {
    if (!hasJustGoneBack || writer.isEmpty()) {
      writer.ifPresent(TableWriter::close);
      writer = opened(topic, anew);
      hasJustGoneBack = true;
    }
    writer =
        writer.flatMap(
            open ->
                opened(
                    topic,
                    () -> {
                      open.wentBack(mark.partition(), mark.from());

                      return open;
                    }));
  }

  @Override
  public Optional<TableCommittable> finish() {
    return writer.flatMap(TableWriter::finish);
  }

  @Override
  public void close() {
    writer.ifPresent(TableWriter::close);
  }
}
