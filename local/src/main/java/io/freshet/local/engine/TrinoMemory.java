package io.freshet.local.engine;

/**
 * How Trino splits its heap, in megabytes: what all queries may take together, and what it keeps
 * for itself. It refuses to start when the two exceed the heap.
 */
record TrinoMemory(long queries, long headroom) {
  /**
   * @param heap as for the JVM: {@code 2g}, {@code 768m}
   */
  static TrinoMemory of(String heap) {
    long number = Long.parseLong(heap.substring(0, heap.length() - 1));
    long megabytes = heap.endsWith("g") ? number * 1024 : number;

    return new TrinoMemory(megabytes * 3 / 8, megabytes * 3 / 16);
  }
}
