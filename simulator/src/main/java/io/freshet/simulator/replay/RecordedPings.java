package io.freshet.simulator.replay;

import io.freshet.simulator.replay.ParquetTable.Column;
import io.freshet.simulator.replay.ParquetTable.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The rows of {@code pings.parquet}, in the file's order, never all of them in memory. */
final class RecordedPings implements AutoCloseable {
  private static final Column SECONDS = new Column("ts", Kind.WHOLE);
  private static final List<Column> COLUMNS =
      List.of(
          SECONDS,
          new Column("cab", Kind.TEXT),
          new Column("lat", Kind.FRACTION),
          new Column("lng", Kind.FRACTION),
          new Column("occ", Kind.WHOLE));

  private static final long FIRST_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final ParquetTable table;

  RecordedPings(Path path) {
    table = new ParquetTable(path, COLUMNS);
  }

  /** Reads the times alone, to know beforehand how much there is to replay. */
  static Extent extent(Path path, TimeRange range) {
    long rows = 0;
    long first = Long.MAX_VALUE;
    try (ParquetTable times = new ParquetTable(path, List.of(SECONDS))) {
      while (times.advance()) {
        boolean hasTime = hasTime(times);
        if (!hasTime || range.contains(times.whole(0))) {
          rows++;
        }
        if (hasTime) {
          first = Math.min(first, times.whole(0));
        }
      }
    }

    return new Extent(rows, first);
  }

  /**
   * How much there is.
   *
   * @param rows in the range; rows without a time count as well, as they can't be left out silently
   * @param firstSeconds of the whole file
   */
  record Extent(long rows, long firstSeconds) {}

  boolean advance() {
    return table.advance();
  }

  /** Whether a value is missing: such a row can't become an event. */
  boolean isIncomplete() {
    for (int column = 0; column < COLUMNS.size(); column++) {
      if (table.isNull(column)) {
        return true;
      }
    }

    return false;
  }

  /** Whether the row says when it was, in a year of four digits. */
  boolean hasTime() {
    return hasTime(table);
  }

  long seconds() {
    return table.whole(0);
  }

  String cab() {
    return table.text(1);
  }

  double latitude() {
    return table.fraction(2);
  }

  double longitude() {
    return table.fraction(3);
  }

  boolean isOccupied() {
    return table.whole(4) == 1;
  }

  private static boolean hasTime(ParquetTable table) {
    return !table.isNull(0) && FIRST_SECOND <= table.whole(0) && table.whole(0) <= LAST_SECOND;
  }

  @Override
  public void close() {
    table.close();
  }
}
