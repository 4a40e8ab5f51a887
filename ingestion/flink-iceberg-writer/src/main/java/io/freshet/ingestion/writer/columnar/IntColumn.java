package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.FlatEvent;
import java.util.Arrays;
import org.apache.parquet.column.ColumnWriter;

/** A column of values of up to 32 bits. */
final class IntColumn extends NumberColumn {
  private final Kind kind;
  private int[] values = {};

  IntColumn(int slot, boolean required, Kind kind) {
    super(slot, required);
    this.kind = kind;
  }

  /** What the bits are to Parquet. */
  enum Kind {
    BOOLEAN,
    INT,
    FLOAT
  }

  @Override
  void grow(int rows) {
    super.grow(rows);
    values = Arrays.copyOf(values, rows);
  }

  void append(int row, FlatEvent event) {
    values[row] = admit(row, event) ? (int) event.number(slot()) : 0;
  }

  @Override
  int rowBytes() {
    return Integer.BYTES;
  }

  @Override
  long[] sortKeys(int rows) {
    long[] keys = new long[rows];
    for (int row = 0; row < rows; row++) {
      keys[row] = kind == Kind.FLOAT ? FloatMetrics.sortKey(floatAt(row)) : values[row];
    }

    return keys;
  }

  @Override
  boolean areWhole() {
    return kind == Kind.INT;
  }

  @Override
  void gather(int[] order, int from, int to, long[] numbers) {
    for (int i = from; i < to; i++) {
      numbers[i - from] = values[order[i]];
    }
  }

  @Override
  void write(ColumnWriter writer, int[] order, int from, int to) {
    int[] sorted = new int[to - from];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = values[order[from + i]];
    }
    int level = level();
    for (int i = 0; i < sorted.length; i++) {
      if (isAbsent(order[from + i])) {
        writer.writeNull(0, 0);
      } else {
        switch (kind) {
          case BOOLEAN -> writer.write(sorted[i] != 0, 0, level);
          case INT -> writer.write(sorted[i], 0, level);
          case FLOAT -> writer.write(Float.intBitsToFloat(sorted[i]), 0, level);
        }
      }
    }
  }

  boolean isFloat() {
    return kind == Kind.FLOAT;
  }

  float floatAt(int row) {
    return Float.intBitsToFloat(values[row]);
  }
}
