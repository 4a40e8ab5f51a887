package io.freshet.assurance.probe;

import io.freshet.core.envelope.stream.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a test event that the log has fared.
 *
 * @param sentAt when it was handed to the producer or the gateway
 * @param toAnswer from then until the gateway answered; empty where there is none
 * @param position where the log has it; its time is when the log took it
 * @param toTable from when the log took it until its table was seen to have counted it; empty when
 *     that was not seen within the budget
 * @param budget of the table
 */
public record Probed(
    String stream,
    Instant sentAt,
    Optional<Duration> toAnswer,
    Position position,
    Optional<Duration> toTable,
    Duration budget)
    implements Fate {
  public Probed {
    toTable = toTable.filter(waited -> waited.compareTo(budget) <= 0);
  }

  /** From the sender to the log; nothing where their clocks differ by more than it took. */
  public Duration toLog() {
    return notNegative(Duration.between(sentAt, position.receivedAt()));
  }

  /** Whether the table has counted it in time. */
  public boolean ok() {
    return toTable.isPresent();
  }

  static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
