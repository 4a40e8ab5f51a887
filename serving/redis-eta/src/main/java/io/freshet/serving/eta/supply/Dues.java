package io.freshet.serving.eta.supply;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** Whose turn it is at which minute, in the order of minutes. */
final class Dues {
  private final TreeMap<Long, Queue<Long>> byMinute = new TreeMap<>();

  void add(long minute, long id) {
    byMinute.computeIfAbsent(minute, any -> new ArrayDeque<>()).add(id);
  }

  /** Takes the next one whose turn has come by that minute; null when there is none. */
  Long next(long minute) {
    Map.Entry<Long, Queue<Long>> first = byMinute.firstEntry();
    if (first == null || first.getKey() > minute) {
      return null;
    }
    Long id = first.getValue().remove();
    if (first.getValue().isEmpty()) {
      byMinute.remove(first.getKey());
    }

    return id;
  }
}
