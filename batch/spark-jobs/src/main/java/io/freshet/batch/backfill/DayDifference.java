package io.freshet.batch.backfill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a partition's rows differ from those that readers saw before, by the contract's key.
 *
 * @param changed rows of which a value is another now
 * @param columns how many values of each column are
 */
record DayDifference(long added, long removed, long changed, Map<String, Long> columns) {
  static final DayDifference NONE = new DayDifference(0, 0, 0, Map.of());

  DayDifference {
    columns = new TreeMap<>(columns);
  }

  DayDifference plus(DayDifference other) {
    Map<String, Long> sums = new TreeMap<>(columns);
    other.columns.forEach((column, count) -> sums.merge(column, count, Long::sum));

    return new DayDifference(
        added + other.added, removed + other.removed, changed + other.changed, sums);
  }

  void writeTo(ObjectNode node) {
    node.put("added", added).put("removed", removed).put("changed", changed);
    ObjectNode values = node.putObject("changed_values");
    columns.forEach(values::put);
  }
}
