package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.FlatEvent;
import java.util.Arrays;
import org.apache.parquet.column.ColumnWriter;

/** A column of values of 64 bits. */
final class LongColumn extends NumberColumn {
  private final Kind kind;
  private long[] values = {};

  LongColumn(int slot, boolean required, Kind kind) {
    super(slot, required);
    this.kind = kind;
  }

  /** What the bits are to Parquet. */
  enum Kind {
    LONG,
    DOUBLE
  }

  @Override
  void grow(int rows) {
    super.grow(rows);
    values = Arrays.copyOf(values, rows);
  }

  void append(int row, FlatEvent event) {
    values[row] = admit(row, event) ? event.number(slot()) : 0;
  }

  @Override
  int rowBytes() {
    return Long.BYTES;
  }

  @Override
  long[] sortKeys(int rows) {
    long[] keys = Arrays.copyOf(values, rows);
    if (isDouble()) {
      for (int row = 0; row < rows; row++) {
        keys[row] = FloatMetrics.sortKey(doubleAt(row));
      }
    }

    return keys;
  }

  @Override
  boolean areWhole() {
    return kind == Kind.LONG;
  }

  @Override
  void gather(int[] order, int from, int to, long[] numbers) {
    for (int i = from; i < to; i++) {
      numbers[i - from] = values[order[i]];
    }
  }

  @Override
  void write(ColumnWriter writer, int[] order, int from, int to) {
    long[] sorted = new long[to - from];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = values[order[from + i]];
    }
    int level = level();
    for (int i = 0; i < sorted.length; i++) {
      if (isAbsent(order[from + i])) {
        writer.writeNull(0, 0);
      } else if (kind == Kind.LONG) {
        writer.write(sorted[i], 0, level);
      } else {
        writer.write(Double.longBitsToDouble(sorted[i]), 0, level);
      }
    }
  }

  boolean isDouble() {
    return kind == Kind.DOUBLE;
  }

  double doubleAt(int row) {
    return Double.longBitsToDouble(values[row]);
  }
}
