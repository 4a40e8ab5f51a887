package io.freshet.simulator.marketplace;

import java.util.PriorityQueue;

/** What is going to happen in a city, by time; things of equal time in the order of planning. */
final class Agenda {
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long now;
  private long planned;

  Agenda(long startMillis) {
    now = startMillis;
  }

  long now() {
    return now;
  }

  void after(long millis, Runnable action) {
    at(now + Math.max(0, millis), action);
  }

  void at(long millis, Runnable action) {
    entries.add(new Entry(Math.max(now, millis), planned++, action));
  }

  /** When the next thing happens; the end of time if nothing is planned. */
  long nextMillis() {
    Entry next = entries.peek();

    return next == null ? Long.MAX_VALUE : next.millis;
  }

  void runNext() {
    Entry next = entries.remove();
    now = next.millis;
    next.action.run();
  }

  private record Entry(long millis, long number, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(millis, other.millis);

      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
