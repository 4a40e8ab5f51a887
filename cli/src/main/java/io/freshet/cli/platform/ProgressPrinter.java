package io.freshet.cli.platform;

import io.freshet.local.ProgressListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints what the platform does on standard error, with the seconds since the command began. */
public final class ProgressPrinter implements ProgressListener {
  private final PrintWriter err;
  private final long startNanos = System.nanoTime();

  public ProgressPrinter(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void progress(String part, String line) {
    err.printf(
        Locale.ROOT, "%6.1f s  %-20s %s%n", (System.nanoTime() - startNanos) / 1e9, part, line);
    err.flush();
  }
}
