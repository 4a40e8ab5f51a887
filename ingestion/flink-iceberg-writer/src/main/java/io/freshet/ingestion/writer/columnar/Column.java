package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.FlatEvent;
import java.util.Arrays;
import org.apache.parquet.column.ColumnWriter;

/**
 * The values of one column in the order in which rows came. The arrays grow with the rows and are
 * used again. Not thread-safe.
 */
abstract sealed class Column permits IntColumn, LongColumn, BytesColumn {
  private final int slot;
  private final boolean required;
  private boolean[] absent = {};

  Column(int slot, boolean required) {
    this.slot = slot;
    this.required = required;
  }

  /** Where a {@link FlatEvent} has the column's value. */
  final int slot() {
    return slot;
  }

  final boolean isRequired() {
    return required;
  }

  final boolean isAbsent(int row) {
    return !required && absent[row];
  }

  /** The definition level of a value that is there. */
  final int level() {
    return required ? 0 : 1;
  }

  /** Makes room for so many rows in all. */
  void grow(int rows) {
    if (!required) {
      absent = Arrays.copyOf(absent, rows);
    }
  }

  /** Notes whether the row has a value. */
  final boolean admit(int row, FlatEvent event) {
    boolean present = event.has(slot);
    if (!required) {
      absent[row] = !present;
    } else if (!present) {
      throw new IllegalStateException(
          "Row %d has nothing in slot %d, which is required".formatted(row, slot));
    }

    return present;
  }

  /** What a row takes beside the bytes of text. */
  abstract int rowBytes();

  /** Numbers that compare as the values do; those of absent rows mean nothing. */
  abstract long[] sortKeys(int rows);

  /** Hands the values of {@code order[from]} to {@code order[to - 1]} to Parquet. */
  abstract void write(ColumnWriter writer, int[] order, int from, int to);
}
