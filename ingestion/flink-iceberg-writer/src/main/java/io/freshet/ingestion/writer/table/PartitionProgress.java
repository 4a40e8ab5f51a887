package io.freshet.ingestion.writer.table;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RowHasher;
import java.util.Optional;

/** What has been seen of one log partition since the last checkpoint. Not thread-safe. */
final class PartitionProgress {
  private static final long NOTHING = -1;

  private final Position position;
  private final long skipBelow;
  private final long recheckBelow;
  private final long latenessMicros;
  private final RowHasher values = new RowHasher();
  private long start = Range.UNKNOWN;
  private long newestEverMicros;
  private long first = NOTHING;
  private long last = NOTHING;
  private long rows;
  private long deadLettered;
  private long excluded;
  private long late;
  private long newestMicros = Long.MIN_VALUE;

  /**
   * @param skipBelow offsets below it are in the table already
   * @param recheckBelow offsets below it may be dead letters already
   * @param newestEverMicros highest event time that the table holds of this partition
   */
  PartitionProgress(
      Position position,
      long skipBelow,
      long recheckBelow,
      long newestEverMicros,
      long latenessMicros) {
    this.position = position;
    this.skipBelow = skipBelow;
    this.recheckBelow = recheckBelow;
    this.newestEverMicros = newestEverMicros;
    this.latenessMicros = latenessMicros;
  }

  Position position() {
    return position;
  }

  /** What comes is read from where the table ends: whatever was read before is not in it. */
  void beginsAtTheTablesEnd() {
    start = skipBelow;
  }

  boolean isHeld(long offset) {
    return offset < skipBelow;
  }

  /** Takes the values of each row that is told by {@link #row}. */
  RowHasher values() {
    return values;
  }

  long recheckBelow() {
    return recheckBelow;
  }

  void row(long offset, long eventMicros) {
    seen(offset);
    rows++;
    if (newestEverMicros != Long.MIN_VALUE && eventMicros < newestEverMicros - latenessMicros) {
      late++;
    }
    newestMicros = Math.max(newestMicros, eventMicros);
    newestEverMicros = Math.max(newestEverMicros, eventMicros);
  }

  void deadLetter(long offset) {
    seen(offset);
    deadLettered++;
  }

  /** Of a record that the table is not meant to hold. */
  void excluded(long offset) {
    seen(offset);
    excluded++;
  }

  private void seen(long offset) {
    if (first == NOTHING) {
      first = offset;
    }
    last = offset;
  }

  /** The range since the last call; empty when nothing was seen. */
  Optional<Range> finish() {
    if (first == NOTHING) {
      return Optional.empty();
    }
    Range range =
        new Range(
            position,
            start,
            first,
            last + 1,
            new Counts(rows, deadLettered, excluded, late).withValues(values.drain()),
            newestMicros);
    start = Range.UNKNOWN;
    first = NOTHING;
    last = NOTHING;
    rows = 0;
    deadLettered = 0;
    excluded = 0;
    late = 0;
    newestMicros = Long.MIN_VALUE;

    return Optional.of(range);
  }
}
