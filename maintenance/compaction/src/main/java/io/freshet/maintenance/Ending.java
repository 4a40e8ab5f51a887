package io.freshet.maintenance;

import io.freshet.core.toolkit.Durations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Whether maintenance was told to end. It then begins nothing more; the step under way may finish
 * within a time, and is given up after it. Thread-safe.
 */
final class Ending {
  private static final Logger log = LoggerFactory.getLogger(Ending.class);

  /** As the shell counts whom a signal has ended. */
  private static final int ENDED_BY_SIGNAL = 128;

  /** A step submits jobs one after the other, and cancelling meets only those that are there. */
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicBoolean givenUp = new AtomicBoolean();

  /**
   * Takes SIGTERM and SIGINT for such a wish; the same one again ends the process at once (Ctrl-C
   * comes as SIGINT from the terminal, and as SIGTERM from the command that started it). Handlers,
   * and no shutdown hook: hooks run side by side, and that of Spark would take the step's engine
   * away.
   *
   * @param patience after which the step under way is given up
   * @param giveUp makes it fail; called again and again until {@link #over}
   */
  void onSignals(Duration patience, Runnable giveUp) {
    for (String name : List.of("TERM", "INT")) {
      AtomicBoolean seen = new AtomicBoolean();
      Signal.handle(
          new Signal(name),
          signal -> {
            if (seen.getAndSet(true)) {
              Runtime.getRuntime().halt(ENDED_BY_SIGNAL + signal.getNumber());
            }
            log.info("Told to end signal={} patience={}", name, Durations.print(patience));
            startTimer(patience, giveUp);
            ask();
          });
    }
  }

  private void startTimer(Duration patience, Runnable giveUp) {
    Thread timer =
        new Thread(
            () -> {
              try {
                giveUpAfter(patience, giveUp);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "give-up");
    timer.setDaemon(true);
    timer.start();
  }

  private void giveUpAfter(Duration patience, Runnable giveUp) throws InterruptedException {
    if (over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    log.warn("The step under way is given up");
    givenUp.set(true);
    do {
      giveUp.run();
    } while (!over.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Says that no step is under way any more, and none will be: nothing is left to give up. */
  void over() {
    over.countDown();
  }

  void ask() {
    asked.countDown();
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Whether the step under way has had its time. */
  boolean isGivenUp() {
    return givenUp.get();
  }

  /** Waits for it no longer than that, and says whether it came. */
  boolean await(Duration most) throws InterruptedException {
    return asked.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }
}
