package io.freshet.bench.visible;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at a figure again and again, and notes when it was first seen how high. In a thread of its
 * own, which opens, asks and closes what it looks at.
 */
final class Lookout implements AutoCloseable {
  /** Between an answer and the next look: what a delay may be too high by. */
  static final Duration EVERY = Duration.ofMillis(200);

  private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

  private final String what;
  private final Callable<? extends Sight> opening;
  private final NavigableMap<Long, Instant> firstSeen = new ConcurrentSkipListMap<>();
  private final Thread eyes = new Thread(this::watch, "lookout");
  private volatile Optional<Exception> failure = Optional.empty();
  private volatile boolean closed;

  private Lookout(String what, Callable<? extends Sight> opening) {
    this.what = what;
    this.opening = opening;
  }

  static Lookout on(String what, Callable<? extends Sight> opening) {
    Lookout lookout = new Lookout(what, opening);
    lookout.eyes.start();

    return lookout;
  }

  private void watch() {
    try (Sight sight = opening.call()) {
      while (!closed) {
        look(sight);
        LockSupport.parkNanos(EVERY.toNanos());
      }
    } catch (Exception e) {
      failure = Optional.of(e);
    }
  }

  private void look(Sight sight) {
    try {
      long figure = sight.figure();
      failure = Optional.empty();
      if (firstSeen.isEmpty() || figure > firstSeen.lastKey()) {
        firstSeen.put(figure, Instant.now());
      }
    } catch (Exception e) { // a table that is not there yet, a page that still loads
      failure = Optional.of(e);
    }
  }

  /** When the figure was first seen to be so high. */
  Optional<Instant> firstAtLeast(long figure) {
    return Optional.ofNullable(firstSeen.ceilingEntry(figure)).map(NavigableMap.Entry::getValue);
  }

  /**
   * Waits until it is so high.
   *
   * @throws FreshetException with what the last look ended in, when it is not so in time
   */
  Instant await(long figure, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    while (firstAtLeast(figure).isEmpty()) {
      if (Instant.now().isAfter(deadline) || Thread.currentThread().isInterrupted()) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "%s: not seen within %d s; see the logs in the bench's folder"
                .formatted(what, patience.toSeconds()),
            failure.orElse(null));
      }
      LockSupport.parkNanos(EVERY.toNanos());
    }

    return firstAtLeast(figure).orElseThrow();
  }

  @Override
  public void close() {
    closed = true;
    try {
      eyes.join(LONGEST_LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
