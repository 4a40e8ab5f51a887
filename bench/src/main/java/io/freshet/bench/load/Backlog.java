package io.freshet.bench.load;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** When a log was seen to hold how many events, and so how long the next one of a reader waits. */
final class Backlog {
  private final NavigableMap<Long, Double> firstSeen = new TreeMap<>();

  /**
   * @param seconds of a clock that never goes back
   */
  void hasGrownTo(long events, double seconds) {
    firstSeen.putIfAbsent(events, seconds);
  }

  /**
   * How long the oldest event that a reader lacks has waited, in seconds, as exact as looks are
   * close together; 0 when it lacks none.
   *
   * @param read events that it has
   */
  double age(long read, double seconds) {
    Map.Entry<Long, Double> lacking = firstSeen.higherEntry(read);

    return lacking == null ? 0 : seconds - lacking.getValue();
  }
}
