package io.freshet.bench.alerts;

import io.freshet.bench.alerts.Passages.Passage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the platform reported of a table's staleness.
 *
 * @param begun when it was asked for
 * @param at as of when it was meant
 * @param ended when the answer was there
 */
record Reading(String table, Instant begun, Instant at, Instant ended, Duration staleness) {
  /** Between two looks of the probe at a table, and what a look takes on a busy machine. */
  private static final Duration GRAIN = Duration.ofSeconds(1);

  /**
   * Whether the probe had by the grain's end what the reading saw: a look began after it and had
   * the table in time. On a busy machine, or while the catalog is away, there may be none.
   *
   * @param looks when each look at the table began, and had it
   */
  boolean isSeenBy(NavigableMap<Instant, Instant> looks) {
    Map.Entry<Instant, Instant> next = looks.ceilingEntry(ended);

    return next != null && !next.getValue().isAfter(ended.plus(GRAIN));
  }

  /**
   * How far it is from what was so. A commit may have come while it was read, or before a look had
   * it: of what was so within that time, the nearest counts. Staleness is told from when the log
   * received an event, so it is held against that.
   */
  Duration differenceFrom(Collection<Passage> passages) {
    Instant until = ended.plus(GRAIN);
    Stream<Instant> commits =
        passages.stream()
            .flatMap(passage -> passage.seen().stream())
            .filter(seen -> !seen.isBefore(begun) && !seen.isAfter(until));

    return Stream.concat(Stream.of(begun), commits)
        .distinct()
        .map(state -> staleness.minus(staleness(passages, state)).abs())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** As it was, were the table what it was at that time. */
  private Duration staleness(Collection<Passage> passages, Instant state) {
    Optional<Instant> oldest =
        passages.stream()
            .filter(passage -> passage.isMissingAt(state))
            .flatMap(passage -> passage.received().stream())
            .filter(received -> !received.isAfter(ended))
            .min(Comparator.naturalOrder());

    return oldest
        .filter(received -> received.isBefore(at))
        .map(received -> Duration.between(received, at))
        .orElse(Duration.ZERO);
  }
}
