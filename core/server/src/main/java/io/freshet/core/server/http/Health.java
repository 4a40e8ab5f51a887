package io.freshet.core.server.http;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether what a server rests on answers. It is asked once a second at most, and by one at a time:
 * whoever wants to know meanwhile is told what was known last, so that strangers, however many,
 * take neither connections nor threads from those who have the token. Thread-safe.
 */
final class Health {
  private static final long GOOD_FOR_NANOS = Duration.ofSeconds(1).toNanos();

  private final BooleanSupplier answers;
  private final LongSupplier nanoTime;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Known known;

  private record Known(boolean up, long askedAt) {}

  /**
   * @param answers may take a while, and is asked when somebody wants to know for the first time
   */
  Health(BooleanSupplier answers, LongSupplier nanoTime) {
    this.answers = answers;
    this.nanoTime = nanoTime;
    // A door opens only after what is behind it has answered.
    this.known = new Known(true, nanoTime.getAsLong() - GOOD_FOR_NANOS);
  }

  boolean isUp() {
    if (isOld() && asking.tryLock()) {
      try {
        if (isOld()) {
          known = new Known(answers.getAsBoolean(), nanoTime.getAsLong());
        }
      } finally {
        asking.unlock();
      }
    }

    return known.up();
  }

  private boolean isOld() {
    return nanoTime.getAsLong() - known.askedAt() >= GOOD_FOR_NANOS;
  }
}
