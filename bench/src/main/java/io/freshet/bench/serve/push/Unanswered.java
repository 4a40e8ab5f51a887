package io.freshet.bench.serve.push;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Messages for which Redis has not answered yet: so many at most, and none for ever. */
final class Unanswered {
  private final int most;
  private final Duration longest;
  private final Semaphore room;
  private final AtomicReference<Throwable> refusal = new AtomicReference<>();

  /**
   * @param most more than these would fill our own memory
   * @param longest after which no answer is waited for any more
   */
  Unanswered(int most, Duration longest) {
    this.most = most;
    this.longest = longest;
    this.room = new Semaphore(most);
  }

  /** Waits for room for one more. */
  void add() {
    acquire(1);
  }

  /**
   * Takes the answer for one of them.
   *
   * @param error null where it was taken
   */
  void answered(Throwable error) {
    refusal.compareAndSet(null, error);
    room.release();
  }

  /** Waits for what is left of them; nothing may be added afterwards. */
  void awaitAll() {
    acquire(most);
  }

  private void acquire(int permits) {
    try {
      if (!room.tryAcquire(permits, longest.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "Redis has left messages unanswered for %d ms".formatted(longest.toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while messages were sent", e);
    }
    Throwable refused = refusal.get();
    if (refused != null) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Redis refused a message: " + refused.getMessage(), refused);
    }
  }
}
