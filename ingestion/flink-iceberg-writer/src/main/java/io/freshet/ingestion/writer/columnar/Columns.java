package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.FlatEvent;
import java.util.List;

/** Rows by columns, in the order in which they came. Not thread-safe. */
final class Columns {
  private static final int FIRST_CAPACITY = 16;

  private final List<Column> all;
  // Of one class each, so that the calls for every value are no virtual ones.
  private final IntColumn[] ints;
  private final LongColumn[] longs;
  private final BytesColumn[] texts;
  private final int rowBytes;
  private int rows;
  private int capacity;
  private long usedBytes;
  private long heldBytes;

  Columns(List<Column> all) {
    this.all = List.copyOf(all);
    this.ints = ofClass(IntColumn.class).toArray(IntColumn[]::new);
    this.longs = ofClass(LongColumn.class).toArray(LongColumn[]::new);
    this.texts = ofClass(BytesColumn.class).toArray(BytesColumn[]::new);
    this.rowBytes = all.stream().mapToInt(Column::rowBytes).sum();
  }

  private <T extends Column> List<T> ofClass(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  int rows() {
    return rows;
  }

  /** What the rows are, texts counted as often as they come: what Parquet is given. */
  long usedBytes() {
    return usedBytes;
  }

  /** What the arrays take, however few rows are in them. */
  long heldBytes() {
    return heldBytes;
  }

  /** What the values of the largest column take. */
  long widestBytes() {
    long widest = (long) rows * Long.BYTES;
    for (BytesColumn column : texts) {
      widest = Math.max(widest, column.valueBytes());
    }

    return widest;
  }

  Column column(int position) {
    return all.get(position);
  }

  int width() {
    return all.size();
  }

  void append(FlatEvent event) {
    if (rows == capacity) {
      grow();
    }
    for (IntColumn column : ints) {
      column.append(rows, event);
    }
    for (LongColumn column : longs) {
      column.append(rows, event);
    }
    usedBytes += rowBytes;
    for (BytesColumn column : texts) {
      long held = column.heldBytes();
      usedBytes += column.append(rows, event);
      heldBytes += column.heldBytes() - held;
    }
    rows++;
  }

  /** What the arrays will take more with the next row, texts aside. */
  long nextGrowth() {
    return rows < capacity ? 0 : (long) rowBytes * (grown() - capacity);
  }

  private int grown() {
    return Math.max(FIRST_CAPACITY, Math.addExact(capacity, capacity >> 1));
  }

  private void grow() {
    int grown = grown();
    all.forEach(column -> column.grow(grown));
    heldBytes += (long) rowBytes * (grown - capacity);
    capacity = grown;
  }

  /** Forgets the rows and keeps the arrays. */
  void clear() {
    all.forEach(Column::clear);
    rows = 0;
    usedBytes = 0;
  }
}
