package io.freshet.serving.live.watch;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One customer's connection. At most one message is being written to it; what changes meanwhile is
 * not kept, but told as one difference afterwards. So a slow one costs a message and two
 * references, and delays nobody. Thread-safe.
 */
public final class Watcher {
  /** How long a connection that is told to end may take to do so. */
  private static final long LEAVE_NANOS = 5_000_000_000L;

  private final OrderFeed feed;
  private final Outlet outlet;
  private final Seats.Seat seat;
  private final Surroundings around;

  private Phase phase = Phase.IDLE;
  private Push.Told told = Push.Told.NOTHING;
  private Optional<Ending> ending = Optional.empty();
  private boolean isPingDue;
  private boolean isWritten;
  private boolean hasReturned;
  private long phaseSinceNanos;
  private long lastWriteNanos;
  private long lastPingNanos;
  private volatile long lastHeardNanos;

  private enum Phase {
    IDLE,
    WRITING,
    /** The last thing has been said, or given up; the connection has yet to go. */
    ENDING,
    LEFT
  }

  /**
   * What all watchers share.
   *
   * @param staleSince since when nobody can say whether there is something newer
   * @param leave called once, when the connection has gone
   */
  record Surroundings(
      WatchTimes times,
      WatchClock clock,
      Supplier<Optional<Instant>> staleSince,
      WatchMetrics metrics,
      PushTraces traces,
      Consumer<Watcher> leave) {}

  /** What is written at once. */
  private sealed interface Write {
    record Message(Push push, long skipped, boolean isStep) implements Write {}

    record Ping() implements Write {}

    record Last(Ending why) implements Write {}
  }

  Watcher(OrderFeed feed, Outlet outlet, Seats.Seat seat, Surroundings around) {
    this.feed = feed;
    this.outlet = outlet;
    this.seat = seat;
    this.around = around;
    this.lastWriteNanos = around.clock().nanos();
    this.lastPingNanos = lastWriteNanos;
    this.lastHeardNanos = lastWriteNanos;
  }

  OrderFeed feed() {
    return feed;
  }

  Seats.Seat seat() {
    return seat;
  }

  /** Tells what has not been told yet, if nothing is being written. */
  void wake() {
    synchronized (this) {
      if (phase != Phase.IDLE) {
        return;
      }
      enter(Phase.WRITING, around.clock().nanos());
    }
    write();
  }

  /** Sends it away, after what is being written. */
  public void end(Ending why) {
    synchronized (this) {
      if (ending.isEmpty()) {
        ending = Optional.of(why);
      }
    }
    wake();
  }

  /** The other side has answered. */
  public void heard() {
    lastHeardNanos = around.clock().nanos();
  }

  /** The connection has gone, whoever ended it. */
  public void left() {
    synchronized (this) {
      if (phase == Phase.LEFT) {
        return;
      }
      phase = Phase.LEFT;
    }
    around.metrics().ended(ending);
    around.leave().accept(this);
  }

  /** Looks whether something takes too long. */
  void tick() {
    long now = around.clock().nanos();
    Runnable action = () -> {};
    synchronized (this) {
      if (phase == Phase.WRITING && now - phaseSinceNanos >= around.times().write().toNanos()) {
        ending = Optional.of(Ending.SLOW);
        enter(Phase.ENDING, now);
        action = () -> outlet.giveUp(Ending.SLOW);
      } else if (phase == Phase.ENDING && now - phaseSinceNanos >= LEAVE_NANOS) {
        action = outlet::cut;
      } else if (phase == Phase.IDLE) {
        action = idle(now);
      }
    }
    action.run();
  }

  private Runnable idle(long now) {
    if (!around.clock().instant().isBefore(seat.expiresAt())) {
      return () -> end(Ending.EXPIRED);
    }
    if (outlet.answers() && now - lastHeardNanos >= around.times().idle().toNanos()) {
      return () -> end(Ending.SILENT);
    }
    // Whoever answers is asked even while much is sent: else nobody would see that it has gone.
    long quietSince = outlet.answers() ? Math.max(lastPingNanos, lastHeardNanos) : lastWriteNanos;
    isPingDue = now - quietSince >= around.times().pingEvery().toNanos();

    return isPingDue ? this::wake : () -> {};
  }

  /** Writes until there is nothing to write, or a write takes its time. Entered by one thread. */
  private void write() {
    while (true) {
      Optional<Write> next = begin();
      if (next.isEmpty()) {
        return;
      }
      try {
        hand(next.get());
      } catch (RuntimeException e) { // of one connection, and no other's
        new Written(Optional.empty()).failed(e);
      }
      synchronized (this) {
        hasReturned = true;
        if (!isWritten || phase != Phase.WRITING) {
          return;
        }
      }
    }
  }

  private synchronized Optional<Write> begin() {
    if (phase != Phase.WRITING) {
      return Optional.empty();
    }
    Optional<Write> next = next();
    long now = around.clock().nanos();
    if (next.isEmpty()) {
      phase = Phase.IDLE;
    } else {
      isWritten = false;
      hasReturned = false;
      if (next.get() instanceof Write.Ping) {
        isPingDue = false;
        lastPingNanos = now;
      }
      enter(next.get() instanceof Write.Last ? Phase.ENDING : Phase.WRITING, now);
    }

    return next;
  }

  private Optional<Write> next() {
    if (ending.isPresent()) {
      return Optional.of(new Write.Last(ending.get()));
    }
    OrderView view = feed.view();
    Optional<Instant> staleSince = around.staleSince().get().or(view::missingSince);
    Optional<Push> push = Push.next(view, staleSince, told, feed::delta);
    if (push.isPresent()) {
      long before = number(told);
      boolean isStep = push.get().isStep(told);
      told = push.get().after();
      if (push.get().type() == Push.Type.GONE) {
        ending = Optional.of(Ending.OVER);
      }
      long skipped = before == 0 ? 0 : Math.max(0, number(told) - before - 1);

      return Optional.of(new Write.Message(push.get(), skipped, isStep));
    }

    return isPingDue ? Optional.of(new Write.Ping()) : Optional.empty();
  }

  private static long number(Push.Told told) {
    return told.state().map(OrderView.Numbered::number).orElse(0L);
  }

  private void hand(Write write) {
    if (write instanceof Write.Message message) {
      outlet.push(message.push(), new Written(Optional.of(message)));
    } else if (write instanceof Write.Last last) {
      outlet.end(last.why(), new Written(Optional.empty()));
    } else {
      outlet.keepAlive(new Written(Optional.empty()));
    }
  }

  private void enter(Phase next, long now) {
    phase = next;
    phaseSinceNanos = now;
  }

  /** Goes on where the write ended: here, unless the thread that began it is still there to. */
  private final class Written implements Outlet.Done {
    private final Optional<Write.Message> message;

    private Written(Optional<Write.Message> message) {
      this.message = message;
    }

    @Override
    public void written() {
      long now = around.clock().nanos();
      message.ifPresent(done -> note(done, now));
      boolean isMine;
      synchronized (Watcher.this) {
        lastWriteNanos = now;
        isWritten = true;
        isMine = hasReturned && phase == Phase.WRITING;
      }
      if (isMine) {
        write();
      }
    }

    private void note(Write.Message done, long now) {
      around.metrics().pushed(outlet.kind(), done.push(), done.skipped(), now);
      if (done.isStep()) {
        around.traces().told(feed, done.push().after().state().orElseThrow().state(), now);
      }
    }

    @Override
    public void failed(Throwable cause) {
      synchronized (Watcher.this) {
        if (phase != Phase.LEFT) {
          enter(Phase.ENDING, around.clock().nanos());
        }
      }
      outlet.cut();
    }
  }
}
