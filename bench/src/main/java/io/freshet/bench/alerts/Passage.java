package io.freshet.bench.alerts;

import java.time.Instant;
import java.util.Optional;

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
