package io.freshet.ingestion.writer.columnar;

import java.util.Arrays;

/** Numbers each known by an id, in the order in which they first came. Not thread-safe. */
final class NumberDictionary {
  private static final int FIRST_SLOTS = 1 << 10;

  /** 2^64 divided by the golden ratio: spreads neighbours over the slots. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private long[] numbers = new long[FIRST_SLOTS / 2];

  /** Ids, from one on; zero where nothing is. */
  private int[] slots = new int[FIRST_SLOTS];

  private int size;

  int size() {
    return size;
  }

  /** By their ids; more than {@link #size} of them. */
  long[] numbers() {
    return numbers;
  }

  /**
   * Looks up numbers, and adds those that are new.
   *
   * @param ids takes their ids
   * @return whether all are known; otherwise more than {@code maxSize} are, and ids mean nothing
   */
  boolean encode(long[] wanted, int count, int[] ids, int maxSize) {
    long last = 0;
    int id = -1;
    for (int i = 0; i < count; i++) {
      if (wanted[i] != last || id < 0) {
        last = wanted[i];
        id = id(last);
        if (size > maxSize) {
          return false;
        }
      }
      ids[i] = id;
    }

    return true;
  }

  private int id(long number) {
    int slot = slot(number);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == numbers.length) {
      grow();
      slot = slot(number);
    }
    numbers[size] = number;
    slots[slot] = ++size;

    return size - 1;
  }

  /** Where the number's id is, or would have to be. */
  private int slot(long number) {
    int mask = slots.length - 1;
    int slot = (int) (number * SPREAD >>> Integer.SIZE) & mask;
    while (slots[slot] != 0 && numbers[slots[slot] - 1] != number) {
      slot = slot + 1 & mask;
    }

    return slot;
  }

  private void grow() {
    numbers = Arrays.copyOf(numbers, size * 2);
    slots = new int[slots.length * 2];
    for (int id = 0; id < size; id++) {
      slots[slot(numbers[id])] = id + 1;
    }
  }
}
