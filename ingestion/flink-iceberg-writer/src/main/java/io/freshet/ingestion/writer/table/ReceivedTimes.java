package io.freshet.ingestion.writer.table;

import io.freshet.core.lake.ReceivedHistogram;
import java.util.HashMap;
import java.util.Map;

/** Counts rows by the tenth of a second in which the log took them in. Not thread-safe. */
final class ReceivedTimes {
  private static final int STEP_MILLIS = 100;
  private static final int MAX_STEPS = 10_000;

  private final Map<Long, Long> earlier = new HashMap<>();
  private long step = Long.MIN_VALUE;
  private long count;

  void add(long receivedMillis) {
    long newStep = receivedMillis / STEP_MILLIS;
    if (newStep == step) {
      count++;
      return;
    }
    keep();
    step = newStep;
    count = 1;
  }

  /** How long everything counted so far has waited at {@code nowMillis}; starts anew. */
  ReceivedHistogram drain(long nowMillis) {
    keep();
    ReceivedHistogram waited = new ReceivedHistogram();
    earlier.forEach((each, rows) -> waited.add(Math.max(0, nowMillis - each * STEP_MILLIS), rows));
    earlier.clear();
    step = Long.MIN_VALUE;
    count = 0;

    return waited;
  }

  private void keep() {
    if (count == 0) {
      return;
    }
    // In a long catch-up the steps are many: old ones share one, they are all equally stale.
    boolean full = earlier.size() >= MAX_STEPS && !earlier.containsKey(step);
    earlier.merge(full ? earlier.keySet().iterator().next() : step, count, Long::sum);
  }
}
