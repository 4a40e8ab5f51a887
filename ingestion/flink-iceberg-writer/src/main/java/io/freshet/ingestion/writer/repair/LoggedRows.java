package io.freshet.ingestion.writer.repair;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.table.RowEventFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes rows of the records of some stretches of the log, as the writer does. Records that are dead
 * letters stay dead letters, and rows that were erased stay away. Not thread-safe.
 */
final class LoggedRows {
  private static final int TOLD_REFUSALS = 5;

  private final RowEventFiles files;
  private final Map<Position, Set<Long>> dead;
  private final Map<Position, ErasedRows> erased;
  private final StretchSums written = new StretchSums();
  private final Map<Position, Long> records = new TreeMap<>(Position.ORDER);
  private final List<String> refusals = new ArrayList<>();
  private long refused;
  private long deadLetters;
  private long tests;
  private long oldest = Long.MAX_VALUE;
  private long newest = Long.MIN_VALUE;

  /**
   * @param files of the table; takes the rows
   * @param dead offsets of dead letters, by partition
   * @param ledger says of which records the rows were erased, and must not come back
   */
  LoggedRows(RowEventFiles files, Map<Position, Set<Long>> dead, Ledger ledger) {
    this.files = files;
    this.dead = dead;
    this.erased = ledger.erased();
  }

  /**
   * @throws FreshetException when a record would become a dead letter that is none
   */
  void read(LoggedStretches log, List<Stretch> stretches, RepairProgress progress) {
    for (Stretch stretch : stretches) {
      Position position = stretch.position();
      log.read(
          stretch,
          kafkaRecord -> {
            add(position, kafkaRecord);
            progress.at(position, kafkaRecord.offset());
          });
    }
    requireAll();
  }

  private void add(Position position, ConsumerRecord<byte[], byte[]> kafkaRecord) {
    records.merge(position, 1L, Long::sum);
    if (erased.getOrDefault(position, ErasedRows.NONE).contains(kafkaRecord.offset())) {
      return;
    }
    if (dead.getOrDefault(position, Set.of()).contains(kafkaRecord.offset())) {
      deadLetters++;
      return;
    }
    Optional<Decoded.Aside> aside = files.write(kafkaRecord, written.of(position));
    if (aside.isEmpty()) {
      written.row();
      oldest = Math.min(oldest, files.eventTime());
      newest = Math.max(newest, files.eventTime());
    } else if (aside.get() instanceof Decoded.Refused refusal) {
      refuse(kafkaRecord, refusal);
    } else {
      tests++;
    }
  }

  private void refuse(ConsumerRecord<byte[], byte[]> kafkaRecord, Decoded.Refused refusal) {
    refused++;
    if (refusals.size() < TOLD_REFUSALS) {
      refusals.add(
          "%d:%d %s, %s"
              .formatted(
                  kafkaRecord.partition(),
                  kafkaRecord.offset(),
                  refusal.cause().code(),
                  refusal.detail()));
    }
  }

  private void requireAll() {
    if (refused > 0) {
      throw new FreshetException(
          Fault.CALLER,
          "%d records in these stretches would be refused and are no dead letters, such as %s. A repair"
                  .formatted(refused, String.join("; ", refusals))
              + " takes no row away that it can't write anew: mend the contract, or leave them out");
    }
  }

  /** Records that the log holds of a partition's stretches. */
  long records(Position position) {
    return records.getOrDefault(position, 0L);
  }

  long records() {
    return records.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows that were erased before the log was read. */
  Map<Position, ErasedRows> erased() {
    return erased;
  }

  StretchSums written() {
    return written;
  }

  long deadLetters() {
    return deadLetters;
  }

  long tests() {
    return tests;
  }

  /** Event time in microseconds; {@link Long#MAX_VALUE} without a row. */
  long oldest() {
    return oldest;
  }

  /** Event time in microseconds; {@link Long#MIN_VALUE} without a row. */
  long newest() {
    return newest;
  }
}
