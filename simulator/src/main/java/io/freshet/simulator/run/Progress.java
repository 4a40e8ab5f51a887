package io.freshet.simulator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a run has come.
 *
 * @param events taken from the source and handed to the sink
 * @param deliveries what became of them; may trail {@code events} while the run lasts
 * @param eventTime up to where; empty before the first event
 * @param share of the whole, 0 to 1
 * @param behind how far the run trails its pace; zero when it keeps it or has none
 */
public record Progress(
    long events,
    Deliveries deliveries,
    Optional<Instant> eventTime,
    double share,
    Duration elapsed,
    Duration behind) {
  public double eventsPerSecond() {
    return elapsed.isZero() ? 0 : events / (elapsed.toNanos() / 1e9);
  }

  /** Time left if the rest goes like what is done; empty until there is something to go by. */
  public Optional<Duration> left() {
    if (share <= 0) {
      return Optional.empty();
    }

    return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - share) / share)));
  }
}
