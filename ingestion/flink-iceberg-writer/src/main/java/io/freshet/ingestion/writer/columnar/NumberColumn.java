package io.freshet.ingestion.writer.columnar;

import java.util.Arrays;

/** A column of values of so many bits each. */
abstract sealed class NumberColumn extends Column permits IntColumn, LongColumn {
  NumberColumn(int slot, boolean required) {
    super(slot, required);
  }

  /** Whether they are whole numbers, as a {@link NumberChunk} takes them. */
  abstract boolean areWhole();

  /** The values of {@code order[from]} to {@code order[to - 1]}, with something for absent ones. */
  abstract void gather(int[] order, int from, int to, long[] numbers);

  /**
   * Copies the numbers of {@code order[from]} to {@code order[to - 1]}.
   *
   * @param numbers takes those that are there, one after the other
   * @param levels takes the definition level of each row
   * @return how many are there
   */
  final int gather(int[] order, int from, int to, long[] numbers, int[] levels) {
    gather(order, from, to, numbers);
    int rows = to - from;
    Arrays.fill(levels, 0, rows, level());
    if (!hasAbsent()) {
      return rows;
    }
    int count = 0;
    for (int i = 0; i < rows; i++) {
      if (isAbsent(order[from + i])) {
        levels[i] = 0;
      } else {
        numbers[count++] = numbers[i];
      }
    }

    return count;
  }
}
