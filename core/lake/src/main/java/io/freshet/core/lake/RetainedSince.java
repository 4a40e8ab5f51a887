package io.freshet.core.lake;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The event time from which on a table still has what it was given: of before it, its contract's
 * retention has let rows go. Whoever computes something from the table goes no further back.
 */
public final class RetainedSince {
  /** ISO-8601 instant, UTC. */
  public static final String PROPERTY = "freshet.retained-since";

  private RetainedSince() {}

  /** Empty while the table has everything. */
  public static Optional<Instant> of(Map<String, String> tableProperties) {
    return Optional.ofNullable(tableProperties.get(PROPERTY)).map(Instant::parse);
  }

  /**
   * Once rows have gone, too, whose event times lie before that. Never moves back.
   *
   * @param tableProperties of before
   */
  public static Instant after(Map<String, String> tableProperties, Instant end) {
    return of(tableProperties).filter(end::isBefore).orElse(end);
  }
}
