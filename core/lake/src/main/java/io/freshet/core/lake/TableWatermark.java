package io.freshet.core.lake;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The event time up to which a table is complete: the minimum over partitions of the highest
 * plausible event time, less the contract's lateness. Idle partitions follow the others. Monotone.
 */
public final class TableWatermark {
  /** ISO-8601 instant, UTC. */
  public static final String PROPERTY = "freshet.watermark";

  private TableWatermark() {}

  public static Optional<Instant> of(Map<String, String> tableProperties) {
    return Optional.ofNullable(tableProperties.get(PROPERTY)).map(Instant::parse);
  }

  /**
   * The watermark after a commit.
   *
   * @param tableProperties of before it, with the watermark so far
   * @param idle whether a partition has been read to its end, so that it holds nobody back
   */
  public static Optional<Instant> after(
      Map<String, String> tableProperties,
      Ledger ledger,
      Duration lateness,
      Predicate<Position> idle) {
    Optional<Instant> before = of(tableProperties);
    OptionalLong lowest =
        ledger.entries().entrySet().stream()
            .filter(entry -> !idle.test(entry.getKey()))
            .mapToLong(entry -> entry.getValue().newestEventTime())
            .min();
    if (lowest.isEmpty() || lowest.getAsLong() == Long.MIN_VALUE) {
      return before;
    }
    Instant candidate = Instant.EPOCH.plus(lowest.getAsLong(), ChronoUnit.MICROS).minus(lateness);

    return Optional.of(before.filter(candidate::isBefore).orElse(candidate));
  }
}
