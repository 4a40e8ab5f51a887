package io.freshet.console.query;

import io.freshet.console.rows.Grid;
import io.freshet.warehouse.trino.query.Mistake;
import java.time.Duration;
import java.time.Instant;

/**
 * What somebody asked of Trino, and what has become of it.
 *
 * @param sql as it was written
 */
public record Question(String sql, Instant askedAt, Outcome outcome) {
  /** What becomes of a question. */
  public sealed interface Outcome {}

  /** It is being answered. */
  public record Running() implements Outcome {}

  /** The rows of its answer. */
  public record Answered(Grid grid, Duration took) implements Outcome {}

  /** Trino says what is wrong with the statement, and where. */
  public record Mistaken(Mistake mistake) implements Outcome {}

  /** It was never sent, as it may do more than read. */
  public record Refused(String why) implements Outcome {}

  /** Trino did not answer, or took more than it may. */
  public record Failed(String why) implements Outcome {}

  /** Who asked did not want to wait. */
  public record Stopped() implements Outcome {}

  public boolean isRunning() {
    return outcome instanceof Running;
  }

  Question with(Outcome other) {
    return new Question(sql, askedAt, other);
  }
}
