package io.freshet.bench;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Tells how far a count has come, how fast it goes and how long it will take. */
public final class Countdown {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final double NANOS = 1e9;

  /** Before so much is done, nobody can tell how long it will take. */
  private static final double LEAST_SHARE = 0.01;

  private final String what;
  private final long goal;
  private final ProgressListener progress;
  private final long beginNanos = System.nanoTime();
  private long nextTellNanos = beginNanos + TELL_NANOS;

  /**
   * @param goal the count at which it ends
   */
  public Countdown(String what, long goal, ProgressListener progress) {
    this.what = what;
    this.goal = goal;
    this.progress = progress;
  }

  /** Tells it when it is time to. */
  public void at(long count) {
    if (isTime()) {
      tell(count);
    }
  }

  /** The same where it is dear to count. */
  public void at(LongSupplier count) {
    if (isTime()) {
      tell(count.getAsLong());
    }
  }

  private boolean isTime() {
    boolean isTime = System.nanoTime() >= nextTellNanos;
    if (isTime) {
      nextTellNanos = System.nanoTime() + TELL_NANOS;
    }

    return isTime;
  }

  void tell(long count) {
    double seconds = (System.nanoTime() - beginNanos) / NANOS;
    double rate = count / seconds;
    String left =
        count < goal * LEAST_SHARE || count >= goal
            ? ""
            : String.format(Locale.ROOT, ", about %.0f s left", (goal - count) / rate);
    progress.progress(
        what, String.format(Locale.ROOT, "%,d of %,d, %,.0f/s%s", count, goal, rate, left));
  }

  /**
   * Waits until the count has reached the goal.
   *
   * @param patience how long nothing may move
   */
  public void await(LongSupplier count, Duration patience) {
    await(goal, count, patience);
  }

  /** The same, with a milestone on the way to the goal. */
  public void await(long milestone, LongSupplier count, Duration patience) {
    long last = -1;
    long movedNanos = System.nanoTime();
    while (true) {
      long now = count.getAsLong();
      if (now != last) {
        last = now;
        movedNanos = System.nanoTime();
      }
      if (now >= milestone) {
        tell(now);

        return;
      }
      if (System.nanoTime() - movedNanos > patience.toNanos()) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "%s stands at %d of %d for %d s; see the logs in the bench's folder"
                .formatted(what, now, goal, patience.toSeconds()));
      }
      if (Thread.currentThread().isInterrupted()) { // parking would no longer wait
        throw new FreshetException(
            Fault.CALLER, "Interrupted while %s stood at %d of %d".formatted(what, now, goal));
      }
      at(now);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
