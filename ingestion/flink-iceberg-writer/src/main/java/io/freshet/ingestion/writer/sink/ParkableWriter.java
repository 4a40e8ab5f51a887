package io.freshet.ingestion.writer.sink;

import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.lake.LakeFailures;
import io.freshet.ingestion.writer.commit.TableCommittable;
import io.freshet.ingestion.writer.table.RecordWriter;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of a stream whose table others may change, and its contract too. While the table can't
 * be written to, records pass by, and nothing is committed of them; the source comes back for them
 * ({@code source/LedgerWatch}). When a record's schema is met for the first time, the table is
 * asked whether its contract is a newer one by now: then the record is the first that is written by
 * it. Not thread-safe.
 */
final class ParkableWriter implements RecordWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ParkableWriter.class);

  private final StreamOpening opening;
  private Optional<StreamOpening.Opened> open;
  private boolean hasJustGoneBack;

  private ParkableWriter(StreamOpening opening) {
    this.opening = opening;
    this.open = Optional.empty();
  }

  /**
   * @param isCareful whether rows are tried one by one until the first checkpoint
   */
  static ParkableWriter open(StreamOpening opening, boolean isCareful) {
    ParkableWriter writer = new ParkableWriter(opening);
    if (!opening.isParked()) {
      writer.open = writer.unlessOfTheTable(() -> opening.open(isCareful));
    }

    return writer;
  }

  private Optional<StreamOpening.Opened> unlessOfTheTable(Supplier<StreamOpening.Opened> attempt) {
    try {
      return Optional.of(attempt.get());
    } catch (RuntimeException e) {
      if (!LakeFailures.isOfOneTable(e)) {
        throw e;
      }
      LOG.warn("Table is not written topic={} cause={}", opening.topic(), LakeFailures.reason(e));

      return Optional.empty();
    }
  }

  @Override
  public void write(LogRecord logRecord) {
    hasJustGoneBack = false;
    if (open.isEmpty()) {
      return;
    }
    if (open.get().decoder().meetsFirst(logRecord)) {
      evolve(open.get());
    }
    open.get().writer().write(logRecord);
  }

  /** What fails leaves it as it is: the commit tells whether the table takes that. */
  private void evolve(StreamOpening.Opened before) {
    unlessOfTheTable(() -> opening.evolved(before).orElse(before))
        .filter(after -> after != before)
        .ifPresent(
            after -> {
              LOG.info(
                  "Stream goes on by another contract topic={} version={} before={}",
                  opening.topic(),
                  after.contract().version(),
                  before.contract().version());
              open = Optional.of(after);
            });
  }

  /** What was written since the last checkpoint is given up; all partitions go back together. */
  @Override
  public void goBack(LogBatch mark) {
    if (!hasJustGoneBack || open.isEmpty()) {
      open.ifPresent(before -> before.writer().close());
      open = unlessOfTheTable(opening::openAnew);
      hasJustGoneBack = true;
    }
    open = open.flatMap(opened -> unlessOfTheTable(() -> wentBack(opened, mark)));
  }

  private static StreamOpening.Opened wentBack(StreamOpening.Opened opened, LogBatch mark) {
    opened.writer().wentBack(mark.partition(), mark.from());

    return opened;
  }

  @Override
  public Optional<TableCommittable> finish() {
    return open.flatMap(opened -> opened.writer().finish());
  }

  @Override
  public void close() {
    open.ifPresent(opened -> opened.writer().close());
  }
}
