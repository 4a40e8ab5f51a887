package io.freshet.ingestion.writer.repair;

import io.freshet.core.lake.Position;
import io.freshet.core.lake.Repairs.Stretch;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Tells once in two seconds how much of the log was read, how fast, and what is left. */
public final class RepairProgress {
  private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();
  private static final double NANOS = 1e9;

  private final PrintStream out;
  private final LongSupplier nanoTime;
  private final long offsets;
  private final Map<Position, Long> lastOffsets = new HashMap<>();
  private final long began;
  private long passed;
  private long records;
  private long toldAt;

  public RepairProgress(PrintStream out, LongSupplier nanoTime, List<Stretch> stretches) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.offsets = stretches.stream().mapToLong(each -> each.end() - each.from()).sum();
    this.began = nanoTime.getAsLong();
    this.toldAt = began;
  }

  public void at(Position position, long offset) {
    Long before = lastOffsets.put(position, offset);
    // Stretches of a partition may lie far apart: then only the record counts.
    passed += before == null || offset - before > offsets ? 1 : offset - before;
    records++;
    long now = nanoTime.getAsLong();
    if (now - toldAt >= EVERY_NANOS) {
      toldAt = now;
      tell(now);
    }
  }

  private void tell(long now) {
    double seconds = (now - began) / NANOS;
    double left = Math.max(0, offsets - passed) * seconds / passed;
    out.printf(
        "%,d records written, %,.0f a second, %.0f s left%n", records, records / seconds, left);
  }
}
