package io.freshet.console.pipeline;

import io.freshet.core.lake.LogSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/**
 * How far a topic and its table had come at a time, by partition.
 *
 * @param ends the offset that the next record gets
 * @param taken the offset that the table reads next; empty where it has read nothing
 */
record Look(Instant at, LogSource source, Map<Integer, Long> ends, Map<Integer, Long> taken) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final double MILLIS = 1000;

  Look {
    ends = Map.copyOf(ends);
    taken = Map.copyOf(taken);
  }

  /** Offsets a second that have come since; empty where that can't be said. */
  OptionalDouble sentSince(Look before) {
    return since(before, ends, before.ends);
  }

  /** Offsets a second that the table has taken since; empty where that can't be said. */
  OptionalDouble takenSince(Look before) {
    return since(before, taken, before.taken);
  }

  /** A partition that only one of them knows began in between: what it holds did not come since. */
  private OptionalDouble since(Look before, Map<Integer, Long> now, Map<Integer, Long> then) {
    Duration between = Duration.between(before.at, at);
    if (between.compareTo(SHORTEST) < 0 || !source.equals(before.source)) {
      return OptionalDouble.empty();
    }
    long[] more =
        now.keySet().stream()
            .filter(then::containsKey)
            .mapToLong(partition -> now.get(partition) - then.get(partition))
            .toArray();
    long all = LongStream.of(more).sum();

    return more.length == 0 || all < 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(all * MILLIS / between.toMillis());
  }
}
