package io.freshet.maintenance.clock;

import io.freshet.core.toolkit.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What time it is, and whether rows may go by it.
 *
 * @param doubt why none may; empty where another clock bears witness
 */
public record Now(Instant time, Optional<String> doubt) {
  /**
   * Signatures for S3 fail at three times that, and clocks that follow NTP are never so far apart.
   */
  static final Duration MOST_APART = Duration.ofMinutes(5);

  /** Where nobody doubts it. */
  public static Now of(Instant time) {
    return new Now(time, Optional.empty());
  }

  /**
   * The earlier of what several clocks say, so that one which runs ahead makes no row old.
   *
   * @param own read before the others were asked
   * @param others what they said, by who they are
   */
  static Now agreed(Instant own, Map<String, Instant> others) {
    if (others.isEmpty()) {
      return new Now(
          own,
          Optional.of(
              "only the clock of this machine says that it is %s, and it may run ahead: none goes by age while neither the catalog nor the store answers with a Date"
                  .formatted(own)));
    }
    Instant earliest = own;
    for (Map.Entry<String, Instant> other : others.entrySet()) {
      Instant told = other.getValue();
      if (Duration.between(own, told).abs().compareTo(MOST_APART) > 0) {
        return new Now(
            own,
            Optional.of(
                "it is %s by the clock of this machine and %s by that of %s: none goes by age until they are at most %s apart, as where both follow NTP"
                    .formatted(own, told, other.getKey(), Durations.print(MOST_APART))));
      }
      earliest = told.isBefore(earliest) ? told : earliest;
    }

    return of(earliest);
  }
}
