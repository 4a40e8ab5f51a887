package io.freshet.ingestion.writer.columnar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.IntStream;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.SortDirection;

/**
 * Sorts the rows of a buffer by some columns: answers their numbers in order and moves nothing.
 * Rows that are equal stay in the order in which they came.
 *
 * <p>The columns' keys, each in as many bits as its values need, are packed into as few longs as
 * they fit in, and those are sorted by radix, from the least to the most significant.
 */
final class RowOrder {
  private final int rows;
  private final Deque<Word> words = new ArrayDeque<>();

  private RowOrder(int rows) {
    this.rows = rows;
  }

  /** How a column takes part. */
  record Part(Column column, SortDirection direction, NullOrder nulls) {}

  /** Keys side by side in one long each. */
  private static final class Word {
    private final long[] keys;
    private int bits;

    Word(int rows) {
      this.keys = new long[rows];
    }
  }

  static int[] asTheyCame(int rows) {
    return IntStream.range(0, rows).toArray();
  }

  static int[] of(Iterable<Part> parts, int rows) {
    RowOrder order = new RowOrder(rows);
    Deque<Part> fromLeast = new ArrayDeque<>();
    parts.forEach(fromLeast::push);
    fromLeast.forEach(order::add);
    int[] sorted = asTheyCame(rows);
    for (Word word : order.words) {
      sorted = RadixSort.sort(sorted, word.keys, word.bits);
    }

    return sorted;
  }

  private void add(Part part) {
    Column column = part.column();
    long[] keys = column.sortKeys(rows);
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    int absent = 0;
    for (int row = 0; row < rows; row++) {
      if (column.isAbsent(row)) {
        absent++;
      } else {
        min = Math.min(min, keys[row]);
        max = Math.max(max, keys[row]);
      }
    }
    if (absent < rows) {
      addValues(part, keys, min, max);
    }
    if (absent > 0 && absent < rows) {
      addNulls(part);
    }
  }

  private void addValues(Part part, long[] keys, long min, long max) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(max - min);
    if (bits == 0) {
      return;
    }
    Word word = wordFor(bits);
    for (int row = 0; row < rows; row++) {
      if (!part.column().isAbsent(row)) {
        long key = part.direction() == SortDirection.ASC ? keys[row] - min : max - keys[row];
        word.keys[row] |= key << word.bits;
      }
    }
    word.bits += bits;
  }

  private void addNulls(Part part) {
    Word word = wordFor(1);
    for (int row = 0; row < rows; row++) {
      boolean isLater = part.column().isAbsent(row) == (part.nulls() == NullOrder.NULLS_LAST);
      word.keys[row] |= (isLater ? 1L : 0L) << word.bits;
    }
    word.bits++;
  }

  private Word wordFor(int bits) {
    if (words.isEmpty() || words.getLast().bits + bits > Long.SIZE) {
      words.add(new Word(rows));
    }

    return words.getLast();
  }
}
