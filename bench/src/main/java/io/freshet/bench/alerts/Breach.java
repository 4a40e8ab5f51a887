package io.freshet.bench.alerts;

import io.freshet.bench.alerts.Passages.Passage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A time in which a table lacked an event that had been sent longer ago than the budget allows. */
record Breach(Instant begin, Instant end) {
  /**
   * Of one table, in order; those that touch are one.
   *
   * @param now the end of those that last
   */
  static List<Breach> of(Collection<Passage> passages, Duration budget, Instant now) {
    List<Breach> breaches = new ArrayList<>();
    passages.stream()
        .map(passage -> new Breach(passage.sent().plus(budget), passage.seen().orElse(now)))
        .filter(breach -> breach.begin().isBefore(breach.end()))
        .sorted(Comparator.comparing(Breach::begin))
        .forEach(breach -> add(breach, breaches));

    return List.copyOf(breaches);
  }

  private static void add(Breach next, List<Breach> breaches) {
    int last = breaches.size() - 1;
    if (last < 0 || next.begin().isAfter(breaches.get(last).end())) {
      breaches.add(next);
    } else if (next.end().isAfter(breaches.get(last).end())) {
      breaches.set(last, new Breach(breaches.get(last).begin(), next.end()));
    }
  }

  /** Whether any of it lies between these. */
  boolean touches(Instant from, Instant to) {
    return !begin.isAfter(to) && !end.isBefore(from);
  }
}
