package io.freshet.simulator.replay;

import io.freshet.simulator.replay.ParquetTable.Column;
import io.freshet.simulator.replay.ParquetTable.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

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

  private final ParquetTable table;

  RecordedPings(Path path) {
    table = new ParquetTable(path, COLUMNS);
  }

  /** Reads the times alone, to know beforehand how much there is to replay. */
  static Extent extent(Path path, TimeRange range) {
    long rows = 0;
    OptionalLong first = OptionalLong.empty();
    try (ParquetTable times = new ParquetTable(path, List.of(SECONDS))) {
      while (times.advance()) {
        boolean hasTime = hasTime(times);
        if (!hasTime || range.contains(times.whole(0))) {
          rows++;
        }
        if (hasTime) {
          first = OptionalLong.of(Math.min(first.orElse(Long.MAX_VALUE), times.whole(0)));
        }
      }
    }

    return new Extent(rows, first);
  }

  /**
   * How much there is.
   *
   * @param rows in the range; rows without a time count as well, as they can't be left out silently
   * @param firstSeconds of the whole file; empty when no row has a time
   */
  record Extent(long rows, OptionalLong firstSeconds) {}

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

  /** Whether the row says when it was. */
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
    return !table.isNull(0) && CabRecording.isTime(table.whole(0));
  }

  @Override
  public void close() {
    table.close();
  }
}
