package io.freshet.simulator.marketplace;

import java.util.Arrays;

/**
 * Whose ping comes next: a heap of bare longs, time above dasher, because this is where a
 * simulation spends its time. Four children a node: half the levels, and they share a cache line.
 */
final class PingSchedule {
  private static final int DASHER_BITS = 22;
  private static final long DASHER_MASK = (1L << DASHER_BITS) - 1;

  static final int MOST_DASHERS = 1 << DASHER_BITS;

  private long[] heap = new long[64];
  private int size;

  void add(long millis, int dasher) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    heap[size] = packed(millis, dasher);
    up(size++);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The end of time if nobody is going to ping. */
  long nextMillis() {
    return size == 0 ? Long.MAX_VALUE : heap[0] >>> DASHER_BITS;
  }

  int nextDasher() {
    return (int) (heap[0] & DASHER_MASK);
  }

  /** The next one pings again at that time. */
  void postponeNext(long millis) {
    heap[0] = packed(millis, nextDasher());
    down();
  }

  void removeNext() {
    heap[0] = heap[--size];
    down();
  }

  private static long packed(long millis, int dasher) {
    return millis << DASHER_BITS | dasher;
  }

  private void up(int from) {
    int node = from;
    long entry = heap[node];
    while (node > 0 && heap[(node - 1) >> 2] > entry) {
      heap[node] = heap[(node - 1) >> 2];
      node = (node - 1) >> 2;
    }
    heap[node] = entry;
  }

  private void down() {
    int node = 0;
    long entry = heap[0];
    while (true) {
      int smallest = smallestChild(node);
      if (smallest < 0 || heap[smallest] >= entry) {
        break;
      }
      heap[node] = heap[smallest];
      node = smallest;
    }
    heap[node] = entry;
  }

  private int smallestChild(int node) {
    int first = (node << 2) + 1;
    if (first >= size) {
      return -1;
    }
    int smallest = first;
    for (int child = first + 1; child < Math.min(first + 4, size); child++) {
      if (heap[child] < heap[smallest]) {
        smallest = child;
      }
    }

    return smallest;
  }
}
