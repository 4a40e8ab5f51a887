package io.freshet.ingestion.gateway.standby;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a stream's own cluster is to be asked. After a failure it is left alone for a while; then
 * one event is sent there to try, and the others as soon as it was taken. Thread-safe.
 */
final class Breaker {
  private final long restNanos;
  private final LongSupplier nanos;
  private boolean isOpen;
  private boolean isTrying;
  private long openedAt;

  /**
   * @param rest how long the cluster is left alone
   * @param nanos a clock such as {@link System#nanoTime}
   */
  Breaker(Duration rest, LongSupplier nanos) {
    this.restNanos = rest.toNanos();
    this.nanos = nanos;
  }

  /** Whether the next event may go to the stream's own cluster; its end must be noted then. */
  synchronized boolean admits() {
    if (!isOpen) {
      return true;
    }
    if (isTrying || nanos.getAsLong() - openedAt < restNanos) {
      return false;
    }
    isTrying = true;

    return true;
  }

  synchronized void succeeded() {
    isOpen = false;
    isTrying = false;
  }

  /** Of an event that says nothing about the cluster. */
  synchronized void undecided() {
    isTrying = false;
  }

  synchronized void failed() {
    isOpen = true;
    isTrying = false;
    openedAt = nanos.getAsLong();
  }
}
