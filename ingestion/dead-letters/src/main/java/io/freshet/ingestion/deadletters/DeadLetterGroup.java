package io.freshet.ingestion.deadletters;

import java.time.Instant;

/**
 * The dead letters of one contract and cause.
 *
 * @param events how many there are
 * @param redriven how many of them were sent again
 * @param first when the first of them was received
 * @param last when the last of them was
 */
public record DeadLetterGroup(
    String contract, String cause, long events, long redriven, Instant first, Instant last) {
  /** One dead letter. */
  static DeadLetterGroup of(String contract, String cause, Instant received, long redriven) {
    return new DeadLetterGroup(contract, cause, 1, redriven, received, received);
  }

  DeadLetterGroup plus(DeadLetterGroup other) {
    return new DeadLetterGroup(
        contract,
        cause,
        events + other.events,
        redriven + other.redriven,
        first.isBefore(other.first) ? first : other.first,
        last.isAfter(other.last) ? last : other.last);
  }
}
