package io.freshet.serving.live.watch;

import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.token.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The places for watchers, all in all and at one order. Thread-safe. */
public final class Seats {
  /** How long one may be kept for a connection that is still being made. */
  private static final long OPENING_NANOS = 30_000_000_000L;

  private final WatchLimits limits;
  private final WatchClock clock;
  private final AtomicInteger taken = new AtomicInteger();
  private final Map<OrderKey, Integer> takenOfOrder = new ConcurrentHashMap<>();
  private final Set<Seat> opening = ConcurrentHashMap.newKeySet();
  private final CountDownLatch emptied = new CountDownLatch(1);
  private volatile boolean isClosed;

  Seats(WatchLimits limits, WatchClock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** A place, or why there is none. */
  public sealed interface Answer permits Seat, Refusal {}

  /** Why there is no place. */
  public enum Refusal implements Answer {
    FULL,
    ORDER_FULL,
    DRAINING
  }

  /** A place until it is given back; giving it back twice does no harm. */
  public final class Seat implements Answer {
    private final Pass pass;
    private final long sinceNanos = clock.nanos();
    private final AtomicBoolean isGivenBack = new AtomicBoolean();

    private Seat(Pass pass) {
      this.pass = pass;
    }

    OrderKey order() {
      return pass.order();
    }

    Instant expiresAt() {
      return pass.expiresAt();
    }

    /** From now on its watcher gives it back. */
    void open() {
      opening.remove(this);
    }

    public void giveBack() {
      opening.remove(this);
      if (isGivenBack.compareAndSet(false, true)) {
        takenOfOrder.computeIfPresent(order(), (key, count) -> count == 1 ? null : count - 1);
        leave();
      }
    }
  }

  /** A place, which must be opened soon or given back. */
  public Answer take(Pass pass) {
    if (isClosed) {
      return Refusal.DRAINING;
    }
    if (taken.incrementAndGet() > limits.maxSockets()) {
      leave();

      return Refusal.FULL;
    }
    if (takenOfOrder.merge(pass.order(), 1, Integer::sum) > limits.maxSocketsPerOrder()) {
      takenOfOrder.computeIfPresent(pass.order(), (key, count) -> count == 1 ? null : count - 1);
      leave();

      return Refusal.ORDER_FULL;
    }
    Seat seat = new Seat(pass);
    opening.add(seat);

    return seat;
  }

  private void leave() {
    taken.decrementAndGet();
    tellIfEmptied();
  }

  /** Nobody gets one any more. */
  void close() {
    isClosed = true;
    tellIfEmptied();
  }

  private void tellIfEmptied() {
    if (isClosed && areFree()) {
      emptied.countDown();
    }
  }

  /** Whether all are given back within that time; asked after {@link #close}. */
  boolean awaitEmptied(Duration patience) throws InterruptedException {
    return emptied.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  public boolean areFree() {
    return taken.get() == 0;
  }

  int taken() {
    return taken.get();
  }

  /** Takes back what was taken for connections of which nothing came. */
  void tick() {
    long now = clock.nanos();
    opening.stream().filter(seat -> now - seat.sinceNanos >= OPENING_NANOS).forEach(Seat::giveBack);
  }
}
