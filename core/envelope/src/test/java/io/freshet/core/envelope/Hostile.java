package io.freshet.core.envelope;

import java.lang.management.ManagementFactory;

/** Measures what a piece of hostile input costs. */
final class Hostile {
  private Hostile() {}

  /** Bytes that the current thread allocates while it does something. */
  static long allocation(Runnable work) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();

    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
