package io.freshet.serving.eta.rebuild;

import io.freshet.core.toolkit.Durations;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Lines for whoever waits: how much of one thing after the other is done, how fast, how long yet.
 */
public final class Progress {
  private static final long EVERY_NANOS = 2_000_000_000L;
  private static final double NANOS = 1e9;

  private final PrintStream out;
  private final LongSupplier nanos;
  private String what = "";
  private long began;
  private long said;

  /**
   * @param nanos as {@link System#nanoTime}
   */
  public Progress(PrintStream out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  /** Something else begins. */
  void begin(String thing) {
    what = thing;
    began = nanos.getAsLong();
    said = began;
  }

  /** Says how far it is, unless that was said a moment ago. */
  void at(long done, long left) {
    if (nanos.getAsLong() - said >= EVERY_NANOS) {
      said = nanos.getAsLong();
      double rate = rate(done);
      out.println(line(done, rate) + (rate > 0 ? ", %s left".formatted(seconds(left / rate)) : ""));
    }
  }

  /** It is done. */
  void end(long done) {
    out.println(line(done, rate(done)));
  }

  /** Something is worth a line by itself. */
  void say(String line) {
    out.println(line);
  }

  private double rate(long done) {
    return done * NANOS / Math.max(1, nanos.getAsLong() - began);
  }

  private String line(long done, double rate) {
    return String.format(
        Locale.ROOT,
        "%s: %,d in %s, %,.0f a second",
        what,
        done,
        seconds((nanos.getAsLong() - began) / NANOS),
        rate);
  }

  private static String seconds(double seconds) {
    return seconds < 1
        ? String.format(Locale.ROOT, "%.1fs", seconds)
        : Durations.print(Duration.ofSeconds(Math.round(seconds)));
  }
}
