package io.freshet.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A minute of steady traffic.
 *
 * @param events that came to the log
 * @param lakeBehindSeconds how long the oldest ping that was in no commit yet had waited, at most
 * @param etaBehindSeconds the same of the oldest event behind which no checkpoint of the ETA
 *     application was
 * @param writerHeapMegabytes the least that was in use
 * @param etaHeapMegabytes the least that was in use
 */
public record Minute(
    int number,
    long events,
    double lakeBehindSeconds,
    double etaBehindSeconds,
    long writerHeapMegabytes,
    long etaHeapMegabytes) {
  private static final double TENTHS = 10;

  /** What was read once. */
  record Look(
      long events,
      double lakeBehindSeconds,
      double etaBehindSeconds,
      long writerHeapMegabytes,
      long etaHeapMegabytes) {}

  /**
   * @param before events in the log when the minute began
   * @param looks of that minute, at least one
   */
  static Minute of(int number, long before, List<Look> looks) {
    return new Minute(
        number,
        looks.get(looks.size() - 1).events() - before,
        looks.stream().mapToDouble(Look::lakeBehindSeconds).max().orElseThrow(),
        looks.stream().mapToDouble(Look::etaBehindSeconds).max().orElseThrow(),
        leastKnown(looks, Look::writerHeapMegabytes),
        leastKnown(looks, Look::etaHeapMegabytes));
  }

  private static long leastKnown(List<Look> looks, ToLongFunction<Look> megabytes) {
    return looks.stream().mapToLong(megabytes).filter(each -> each > 0).min().orElse(0);
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", "minute %d".formatted(number))
        .put("peer", false)
        .put("operations", events)
        .put("lake_behind_seconds", Math.round(lakeBehindSeconds * TENTHS) / TENTHS)
        .put("eta_behind_seconds", Math.round(etaBehindSeconds * TENTHS) / TENTHS)
        .put("writer_heap_mb", writerHeapMegabytes)
        .put("eta_heap_mb", etaHeapMegabytes);
  }
}
