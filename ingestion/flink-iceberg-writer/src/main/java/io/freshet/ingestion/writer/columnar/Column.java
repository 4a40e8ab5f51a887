package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.FlatEvent;
import java.util.Arrays;
import org.apache.parquet.column.ColumnWriter;

/**
 * The values of one column in the order in which rows came. The arrays grow with the rows and are
 * used again. Not thread-safe.
 */
abstract sealed class Column permits NumberColumn, BytesColumn {
  private static final int WORD_SHIFT = 6;

  private final int slot;
  private final boolean required;

  /** A bit for each row; few enough to stay in a cache while rows are taken in another order. */
  private long[] absent = {};

  private int absentRows;

  Column(int slot, boolean required) {
    this.slot = slot;
    this.required = required;
  }

  /** Where a {@link FlatEvent} has the column's value. */
  final int slot() {
    return slot;
  }

  final boolean hasAbsent() {
    return absentRows > 0;
  }

  final boolean isAbsent(int row) {
    return absentRows > 0 && (absent[row >> WORD_SHIFT] & 1L << row) != 0;
  }

  /** The definition level of a value that is there. */
  final int level() {
    return required ? 0 : 1;
  }

  /** Makes room for so many rows in all. */
  void grow(int rows) {
    if (!required) {
      absent = Arrays.copyOf(absent, (rows + Long.SIZE - 1) >> WORD_SHIFT);
    }
  }

  /** Forgets the rows; the arrays stay. */
  void clear() {
    Arrays.fill(absent, 0);
    absentRows = 0;
  }

  /** Notes whether the row has a value. */
  final boolean admit(int row, FlatEvent event) {
    if (event.has(slot)) {
      return true;
    }
    if (required) {
      throw new IllegalStateException(
          "Row %d has nothing in slot %d, which is required".formatted(row, slot));
    }
    absent[row >> WORD_SHIFT] |= 1L << row;
    absentRows++;

    return false;
  }

  /** What a row takes beside the bytes of text and the bit that says whether it has a value. */
  abstract int rowBytes();

  /** Numbers that compare as the values do; those of absent rows mean nothing. */
  abstract long[] sortKeys(int rows);

  /** Hands the values of {@code order[from]} to {@code order[to - 1]} to Parquet. */
  abstract void write(ColumnWriter writer, int[] order, int from, int to);
}
