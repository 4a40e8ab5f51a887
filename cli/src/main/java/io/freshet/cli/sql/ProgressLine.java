package io.freshet.cli.sql;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A line at the end of a terminal that says how far something is, each second until it is closed,
 * and then is gone. Shows nothing of what is over soon.
 */
final class ProgressLine implements AutoCloseable {
  private static final long FIRST_AFTER_MILLIS = 1_500;
  private static final long EVERY_MILLIS = 1_000;
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter out;
  private final Supplier<Optional<String>> progress;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private boolean closed;
  private boolean shown;

  private ProgressLine(PrintWriter out, Supplier<Optional<String>> progress) {
    this.out = out;
    this.progress = progress;
  }

  /**
   * @param progress asked each second; empty where nothing is to be said
   */
  static ProgressLine on(PrintWriter out, Supplier<Optional<String>> progress) {
    ProgressLine line = new ProgressLine(out, progress);
    line.clock.scheduleWithFixedDelay(
        line::show, FIRST_AFTER_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);

    return line;
  }

  private synchronized void show() {
    if (!closed) {
      progress
          .get()
          .ifPresent(
              text -> {
                out.print(ERASE + text);
                out.flush();
                shown = true;
              });
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    clock.shutdownNow();
    if (shown) {
      out.print(ERASE);
      out.flush();
    }
  }
}
