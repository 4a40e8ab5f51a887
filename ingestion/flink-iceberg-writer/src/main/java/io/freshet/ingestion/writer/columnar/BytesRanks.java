package io.freshet.ingestion.writer.columnar;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Numbers the values of a column of bytes by their order. Sort columns repeat few values, so the
 * distinct ones are found by hashing and only they are compared.
 */
final class BytesRanks {
  private static final int NONE = -1;
  private static final int FIRST_SLOTS = 1024;

  private final BytesColumn column;
  private final byte[] bytes;
  private int[] slots = emptySlots(FIRST_SLOTS);

  /** A row that has the value, for each distinct value. */
  private int[] samples = new int[FIRST_SLOTS];

  private int distinct;

  BytesRanks(BytesColumn column) {
    this.column = column;
    this.bytes = column.bytes();
  }

  long[] of(int rows) {
    int[] values = new int[rows];
    int last = NONE;
    for (int row = 0; row < rows; row++) {
      if (last == NONE || !areEqual(samples[last], row)) {
        last = find(row);
      }
      values[row] = last;
    }
    int[] ranks = ranks();
    long[] keys = new long[rows];
    for (int row = 0; row < rows; row++) {
      keys[row] = ranks[values[row]];
    }

    return keys;
  }

  private int find(int row) {
    int slot = slot(row);
    if (slots[slot] != NONE) {
      return slots[slot];
    }
    if (distinct * 2 >= slots.length) {
      grow();
      slot = slot(row);
    }
    samples[distinct] = row;
    slots[slot] = distinct;

    return distinct++;
  }

  /** Where the row's value is, or would have to be. */
  private int slot(int row) {
    int hash = 1;
    for (int at = column.start(row); at < column.end(row); at++) {
      hash = 31 * hash + bytes[at];
    }
    int mask = slots.length - 1;
    int slot = (hash ^ hash >>> 16) & mask;
    while (slots[slot] != NONE && !areEqual(samples[slots[slot]], row)) {
      slot = slot + 1 & mask;
    }

    return slot;
  }

  private void grow() {
    slots = emptySlots(slots.length * 2);
    samples = Arrays.copyOf(samples, slots.length);
    for (int value = 0; value < distinct; value++) {
      slots[slot(samples[value])] = value;
    }
  }

  private int[] ranks() {
    int[] sorted =
        IntStream.range(0, distinct)
            .boxed()
            .sorted((left, right) -> compare(samples[left], samples[right]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ranks = new int[distinct];
    for (int rank = 0; rank < distinct; rank++) {
      ranks[sorted[rank]] = rank;
    }

    return ranks;
  }

  private int compare(int left, int right) {
    int leftStart = column.start(left);
    int rightStart = column.start(right);
    if (column.areNumbers() && isNegative(left) != isNegative(right)) {
      return isNegative(left) ? -1 : 1;
    }

    return Arrays.compareUnsigned(
        bytes, leftStart, column.end(left), bytes, rightStart, column.end(right));
  }

  private boolean isNegative(int row) {
    return column.start(row) < column.end(row) && bytes[column.start(row)] < 0;
  }

  private boolean areEqual(int left, int right) {
    return Arrays.equals(
        bytes, column.start(left), column.end(left), bytes, column.start(right), column.end(right));
  }

  private static int[] emptySlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, NONE);

    return slots;
  }
}
