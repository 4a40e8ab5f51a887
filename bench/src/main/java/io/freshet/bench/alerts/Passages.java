package io.freshet.bench.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The events of one table by their numbers: sent by one thread, seen by another. Thread-safe. */
final class Passages {
  private final NavigableMap<Long, Passage> events = new ConcurrentSkipListMap<>();

  /**
   * The way of one event.
   *
   * @param sent when its sender had it
   * @param received when the log took it in, as its row says; empty while there is no row
   * @param seen when a look at the table first had its row
   */
  record Passage(Instant sent, Optional<Instant> received, Optional<Instant> seen) {
    static Passage sent(Instant at) {
      return new Passage(at, Optional.empty(), Optional.empty());
    }

    Passage seen(Instant received, Instant at) {
      return new Passage(sent, Optional.of(received), Optional.of(at));
    }

    /** Whether its row was not there yet. */
    boolean isMissingAt(Instant time) {
      return seen.isEmpty() || seen.get().isAfter(time);
    }
  }

  /** Before it is sent: nobody can see it earlier. */
  void sent(long number, Instant at) {
    events.put(number, Passage.sent(at));
  }

  /** Only the first time counts. */
  void seen(long number, Instant received, Instant at) {
    events.computeIfPresent(
        number, (key, event) -> event.seen().isPresent() ? event : event.seen(received, at));
  }

  boolean isLate(Duration budget, Instant now) {
    return events.values().stream()
        .anyMatch(event -> event.seen().isEmpty() && event.sent().plus(budget).isBefore(now));
  }

  long count() {
    return events.size();
  }

  long seen() {
    return events.values().stream().filter(event -> event.seen().isPresent()).count();
  }

  List<Passage> all() {
    return List.copyOf(events.values());
  }
}
