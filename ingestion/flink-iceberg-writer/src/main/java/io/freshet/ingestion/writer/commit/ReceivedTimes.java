package io.freshet.ingestion.writer.commit;

import io.freshet.core.lake.ReceivedHistogram;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts rows by the tenth of a second in which the log took them in: how long they waited is known
 * exactly once, when they are committed. Not thread-safe.
 */
public final class ReceivedTimes {
  private static final int STEP_MILLIS = 100;
  private static final int MAX_STEPS = 10_000;

  private final TreeMap<Long, Long> earlier = new TreeMap<>();
  private long step = Long.MIN_VALUE;
  private long count;

  public void add(long receivedMillis) {
    long newStep = receivedMillis / STEP_MILLIS;
    if (newStep == step) {
      count++;
      return;
    }
    keep();
    step = newStep;
    count = 1;
  }

  /** Everything counted so far; starts anew. */
  public ReceivedTimes drain() {
    ReceivedTimes drained = new ReceivedTimes();
    drained.addAll(this);
    earlier.clear();

    return drained;
  }

  void addAll(ReceivedTimes other) {
    other.keep();
    other.earlier.forEach(this::merge);
  }

  /** How long everything counted so far has waited at {@code nowMillis}. */
  ReceivedHistogram waitedAt(long nowMillis) {
    keep();
    ReceivedHistogram waited = new ReceivedHistogram();
    earlier.forEach((each, rows) -> waited.add(Math.max(0, nowMillis - each * STEP_MILLIS), rows));

    return waited;
  }

  /** {@code step:count} pairs joined by commas. */
  String encode() {
    keep();

    return earlier.entrySet().stream()
        .map(each -> each.getKey() + ":" + each.getValue())
        .collect(Collectors.joining(","));
  }

  static ReceivedTimes decode(String text) {
    ReceivedTimes times = new ReceivedTimes();
    for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int colon = pair.indexOf(':');
      times.merge(
          Long.parseLong(pair.substring(0, colon)), Long.parseLong(pair.substring(colon + 1)));
    }

    return times;
  }

  private void keep() {
    if (count > 0) {
      merge(step, count);
      count = 0;
      step = Long.MIN_VALUE;
    }
  }

  /** In a long catch-up the steps are many: the oldest share one, they are all equally stale. */
  private void merge(long newStep, long rows) {
    earlier.merge(newStep, rows, Long::sum);
    if (earlier.size() > MAX_STEPS) {
      Map.Entry<Long, Long> oldest = earlier.pollFirstEntry();
      earlier.merge(earlier.firstKey(), oldest.getValue(), Long::sum);
    }
  }
}
