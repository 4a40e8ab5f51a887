package io.freshet.assurance.find;

import java.time.Instant;
import java.util.Optional;

/**
 * One place of the log, and what has become of the event there.
 *
 * @param logged empty where the log does not hold it, or no longer
 * @param row where its row lies
 * @param refusal where it is a dead letter
 * @param behind how many offsets the writer has yet to read up to it, where it waits
 */
public record Sighting(
    String topic,
    int partition,
    long offset,
    Optional<Logged> logged,
    Fate fate,
    Optional<Stored> row,
    Optional<Refusal> refusal,
    long behind) {

  /**
   * Why it was refused.
   *
   * @param cause one of a fixed set of codes
   */
  public record Refusal(String cause, Instant receivedAt) {}

  static Sighting of(String topic, int partition, long offset, Optional<Logged> logged, Fate fate) {
    return new Sighting(
        topic, partition, offset, logged, fate, Optional.empty(), Optional.empty(), 0);
  }

  Sighting at(Stored stored) {
    return new Sighting(
        topic, partition, offset, logged, fate, Optional.of(stored), refusal, behind);
  }

  Sighting refused(Refusal why) {
    return new Sighting(topic, partition, offset, logged, fate, row, Optional.of(why), behind);
  }

  Sighting behind(long offsets) {
    return new Sighting(topic, partition, offset, logged, fate, row, refusal, offsets);
  }
}
