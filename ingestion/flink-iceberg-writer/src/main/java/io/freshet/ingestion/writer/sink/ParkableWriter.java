package io.freshet.ingestion.writer.sink;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.RedriveOrigin;
import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Fault;
import io.freshet.ingestion.writer.commit.TableCommittable;
import io.freshet.ingestion.writer.table.RecordWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of a stream whose table others may change, and its contract too. While the table can't
 * be written to, records pass by, and nothing is committed of them; the source comes back for them
 * ({@code source/LedgerWatch}). The table is asked whether its contract is another by now when the
 * source says so, when a record's schema is met for the first time, and before a record is refused:
 * then the record is the first that is judged and written by it. Not thread-safe.
 */
final class ParkableWriter implements RecordWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ParkableWriter.class);

  /** A stream of bad records asks no more often. */
  private static final Duration BETWEEN_REFUSALS = Duration.ofSeconds(10);

  /** Nor one of redriven records, which somebody takes for mended; a redrive begins as slowly. */
  private static final Duration BETWEEN_REDRIVEN = Duration.ofSeconds(1);

  private final StreamOpening opening;
  private Optional<StreamOpening.Opened> open;
  private boolean hasJustGoneBack;
  private boolean hasToFollow;
  private Instant askedAt = Instant.MIN;

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

  private <T> Optional<T> unlessOfTheTable(Supplier<T> attempt) {
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
      look(open.get()).ifPresent(next -> goOn(open.get(), next));
    }
    Optional<Decoded.Refused> refused = open.get().writer().offer(logRecord);
    if (refused.isPresent() && isWorthAsking(logRecord) && follows(open.get())) {
      refused = open.get().writer().offer(logRecord);
    }
    refused.ifPresent(why -> open.get().writer().refuse(logRecord, why));
  }

  private boolean isWorthAsking(LogRecord logRecord) {
    Instant now = opening.clock().instant();
    if (!askedAt.isBefore(now.minus(BETWEEN_REDRIVEN))) {
      return false;
    }

    return askedAt.isBefore(now.minus(BETWEEN_REFUSALS))
        || RedriveOrigin.of(logRecord.toConsumerRecord().headers()).isPresent();
  }

  @Override
  public void followContract() {
    hasToFollow = true;
    open.ifPresent(this::follows);
  }

  /** Whether it goes on by another contract. Where the catalog is away it looks again later. */
  private boolean follows(StreamOpening.Opened before) {
    askedAt = opening.clock().instant();
    Optional<StreamOpening.Next> next;
    try {
      next = look(before);
    } catch (RuntimeException e) {
      if (LakeFailures.fault(e) != Fault.DEPENDENCY) {
        throw e;
      }
      LOG.warn(
          "Stream goes on by the contract that it has topic={} cause={}",
          opening.topic(),
          LakeFailures.reason(e));
      return false;
    }
    hasToFollow = false;
    next.ifPresent(after -> goOn(before, after));

    return next.isPresent();
  }

  /** What fails leaves it as it is: the commit tells whether the table takes that. */
  private Optional<StreamOpening.Next> look(StreamOpening.Opened before) {
    return unlessOfTheTable(() -> opening.next(before)).flatMap(Function.identity());
  }

  /** What fails here fails the job: rows that were taken in may be in no file. */
  private void goOn(StreamOpening.Opened before, StreamOpening.Next after) {
    LOG.info(
        "Stream goes on by another contract topic={} version={} before={}",
        opening.topic(),
        after.contract().version(),
        before.contract().version());
    before.writer().goOnWith(after.files());
    open =
        Optional.of(new StreamOpening.Opened(after.contract(), after.decoder(), before.writer()));
  }

  /** What was written since the last checkpoint is given up; all partitions go back together. */
  @Override
  public void goBack(LogBatch mark) {
    if (!hasJustGoneBack || open.isEmpty()) {
      open.ifPresent(before -> before.writer().close());
      open = unlessOfTheTable(opening::openAnew);
      hasToFollow = false;
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
    if (hasToFollow) {
      open.ifPresent(this::follows);
    }

    return open.flatMap(opened -> opened.writer().finish());
  }

  @Override
  public void close() {
    open.ifPresent(opened -> opened.writer().close());
  }
}
