package io.freshet.serving.orders.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a step may have happened: not long ago, hardly in the future, and not before the one before
 * it.
 *
 * @param maxBehind how long ago, for steps that were made where there was no network
 * @param maxAhead how far in the future, for clocks that run ahead
 */
public record EventTimes(Duration maxBehind, Duration maxAhead) {
  /** What Postgres, contracts and tables tell apart. */
  public static Instant precise(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * The time of a step that says none: now, or that of the step before where this clock is behind
   * the one that told it.
   */
  public static Instant unsaid(Instant now, Instant before) {
    return now.isBefore(before) ? before : now;
  }

  /** What is wrong with a time that a step says, if something is. */
  public Optional<String> problem(Instant said, Instant now, Instant before) {
    Instant earliest = now.minus(maxBehind);
    Instant from = before.isAfter(earliest) ? before : earliest;
    Instant to = now.plus(maxAhead);

    return said.isBefore(from) || said.isAfter(to)
        ? Optional.of("is %s; it must be between %s and %s".formatted(said, from, to))
        : Optional.empty();
  }
}
