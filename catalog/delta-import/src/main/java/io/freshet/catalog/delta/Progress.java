package io.freshet.catalog.delta;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says how far a step is and how fast, once a second at most. Safe for several threads. */
public final class Progress {
  private static final long EVERY_NANOS = 1_000_000_000;

  private final Consumer<String> lines;
  private final LongSupplier nanos;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong shown = new AtomicLong();
  private volatile String what = "";
  private volatile Unit unit = Unit.FILES;
  private volatile long began;

  /** What a step counts. */
  public enum Unit {
    FILES,
    ROWS,
    BYTES;

    private String print(long amount) {
      return this == BYTES
          ? String.format(Locale.ROOT, "%.1f MB", amount / 1e6)
          : String.format(Locale.ROOT, "%,d %s", amount, name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * @param lines gets each line
   * @param nanos a clock that only rises
   */
  public Progress(Consumer<String> lines, LongSupplier nanos) {
    this.lines = lines;
    this.nanos = nanos;
  }

  /** The next step begins; its whole amount may be told later. */
  public void begin(String step, Unit counted) {
    what = step;
    unit = counted;
    began = nanos.getAsLong();
    shown.set(began);
    done.set(0);
    total.set(0);
  }

  /** There is so much more to do. */
  public void more(long amount) {
    total.addAndGet(amount);
  }

  public void done(long amount) {
    long sum = done.addAndGet(amount);
    long now = nanos.getAsLong();
    long last = shown.get();
    if (now - last >= EVERY_NANOS && shown.compareAndSet(last, now)) {
      lines.accept(line(sum, now));
    }
  }

  private String line(long sum, long now) {
    double seconds = (now - began) / 1e9;

    return "%s: %s of %s, %s a second"
        .formatted(
            what, unit.print(sum), unit.print(total.get()), unit.print(Math.round(sum / seconds)));
  }
}
