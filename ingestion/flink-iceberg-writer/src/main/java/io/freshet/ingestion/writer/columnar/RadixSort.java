package io.freshet.ingestion.writer.columnar;

/** A stable sort of row numbers by unsigned keys, one digit after the other. */
final class RadixSort {
  /** Keeps the counters of a digit in the processor's first cache. */
  private static final int DIGIT_BITS = 11;

  /** Below so many rows the counters of a wide digit would cost more than the rows. */
  private static final int FEW_ROWS = 2048;

  private static final int DIGIT_BITS_OF_FEW = 6;

  private final int digitBits;
  private long[] keys;
  private int[] rows;
  private long[] otherKeys;
  private int[] otherRows;

  private RadixSort(int[] rows, long[] keysByRow) {
    this.digitBits = rows.length < FEW_ROWS ? DIGIT_BITS_OF_FEW : DIGIT_BITS;
    this.rows = rows;
    this.keys = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      keys[i] = keysByRow[rows[i]];
    }
    this.otherKeys = new long[rows.length];
    this.otherRows = new int[rows.length];
  }

  /**
   * Sorts; may change what it is given.
   *
   * @param keysByRow found by row number
   * @param bits how many of a key's bits count
   */
  static int[] sort(int[] rows, long[] keysByRow, int bits) {
    RadixSort sort = new RadixSort(rows, keysByRow);
    for (int shift = 0; shift < bits && !sort.isSorted(); shift += sort.digitBits) {
      sort.byDigit(shift);
    }

    return sort.rows;
  }

  private boolean isSorted() {
    for (int i = 1; i < keys.length; i++) {
      if (Long.compareUnsigned(keys[i - 1], keys[i]) > 0) {
        return false;
      }
    }

    return true;
  }

  private void byDigit(int shift) {
    int mask = (1 << digitBits) - 1;
    int[] next = new int[mask + 2];
    for (long key : keys) {
      next[(int) (key >>> shift & mask) + 1]++;
    }
    for (int digit = 0; digit < mask; digit++) {
      next[digit + 1] += next[digit];
    }
    for (int i = 0; i < keys.length; i++) {
      int to = next[(int) (keys[i] >>> shift & mask)]++;
      otherKeys[to] = keys[i];
      otherRows[to] = rows[i];
    }
    swap();
  }

  private void swap() {
    long[] sortedKeys = otherKeys;
    otherKeys = keys;
    keys = sortedKeys;
    int[] sortedRows = otherRows;
    otherRows = rows;
    rows = sortedRows;
  }
}
