package io.freshet.maintenance.retention;

import io.freshet.core.lake.Position;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.ValuesHash;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;

/**
 * Rows by where in the log they were, and what they add up to. One that is there twice counts once,
 * as it was noted once. Not thread-safe.
 */
final class ReadRows {
  private final Map<Position, OffsetSet> offsets = new TreeMap<>(Position.ORDER);
  private final Map<Position, RowHasher> sums = new TreeMap<>(Position.ORDER);

  void add(Position position, long offset, Record row, RecordHasher hasher) {
    if (offsets.computeIfAbsent(position, first -> new OffsetSet()).add(offset)) {
      hasher.add(row, sums.computeIfAbsent(position, first -> new RowHasher()));
    }
  }

  Map<Position, OffsetSet> offsets() {
    return offsets;
  }

  /** Of how many of them the log still has the records. */
  long logged(Map<Position, Long> begins) {
    return offsets.entrySet().stream()
        .filter(each -> begins.containsKey(each.getKey()))
        .mapToLong(each -> each.getValue().from(begins.get(each.getKey())).count())
        .sum();
  }

  /** What they add up to; to be asked once, when all of them are there. */
  Map<Position, ValuesHash> values() {
    Map<Position, ValuesHash> values = new TreeMap<>(Position.ORDER);
    sums.forEach((position, sum) -> values.put(position, sum.drain()));

    return values;
  }
}
