package io.freshet.serving.eta.supply;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many of each kind are in each cell at the end of each minute that is not settled: what there
 * is at a first one, and what changes with each minute after it. So whoever stays where it is costs
 * nothing, however many there are. Mutable.
 */
final class Counts {
  private final NavigableMap<Long, Tally> settled = new TreeMap<>();
  private final NavigableMap<Long, Map<Long, Tally>> changes = new TreeMap<>();
  private long first;

  /**
   * @param first the first minute that is not settled
   */
  Counts(long first) {
    this.first = first;
  }

  /** The first minute that is not settled; of those before it nothing can be said any more. */
  long first() {
    return first;
  }

  void add(Timeline timeline) {
    timeline.forEach(
        (minute, before, after) -> {
          change(minute, before, -1);
          change(minute, after, 1);
        });
  }

  void remove(Timeline timeline) {
    timeline.forEach(
        (minute, before, after) -> {
          change(minute, before, 1);
          change(minute, after, -1);
        });
  }

  private void change(long minute, long standing, int many) {
    if (standing != Standing.NONE) {
      changes
          .computeIfAbsent(Math.max(minute, first), any -> new HashMap<>())
          .computeIfAbsent(Standing.cell(standing), any -> new Tally())
          .add(Standing.kind(standing), many);
    }
  }

  /** By cell; tallies may be zero. */
  NavigableMap<Long, Tally> at(long minute) {
    NavigableMap<Long, Tally> cells = new TreeMap<>(settled);
    changes.headMap(minute, true).values().forEach(change -> add(change, cells));

    return cells;
  }

  /** No minute up to that one is asked for any more, and nothing changes it. */
  void settle(long minute) {
    NavigableMap<Long, Map<Long, Tally>> over = changes.headMap(minute, true);
    over.values().forEach(change -> add(change, settled));
    over.clear();
    settled.values().removeIf(Tally::isZero);
    first = minute + Minutes.MILLIS;
  }

  /** Into new tallies: those that are there may be elsewhere as well. */
  private static void add(Map<Long, Tally> change, Map<Long, Tally> cells) {
    change.forEach((cell, tally) -> cells.merge(cell, tally, Tally::plus));
  }
}
