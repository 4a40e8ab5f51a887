package io.freshet.core.envelope.consumer;

import java.util.concurrent.atomic.AtomicLong;

/** Counted by the consumer's thread, read by any. */
final class Counters {
  final AtomicLong handled = new AtomicLong();
  final AtomicLong retries = new AtomicLong();
  final AtomicLong handedOff = new AtomicLong();
  final AtomicLong unkept = new AtomicLong();
  final AtomicLong refused = new AtomicLong();
  final AtomicLong tests = new AtomicLong();
  final AtomicLong waitingPartitions = new AtomicLong();
  final AtomicLong lag = new AtomicLong();

  ConsumerMetrics read() {
    return new ConsumerMetrics(
        handled.get(),
        retries.get(),
        handedOff.get(),
        unkept.get(),
        refused.get(),
        tests.get(),
        (int) waitingPartitions.get(),
        lag.get());
  }
}
