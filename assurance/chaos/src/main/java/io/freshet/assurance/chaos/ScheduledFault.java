package io.freshet.assurance.chaos;

import java.time.Duration;
import java.util.Random;

/**
 * A fault with its time.
 *
 * @param number of the schedule, from 1
 * @param at after the beginning, at the earliest: one of its lane that still lasts goes first
 * @param lasting how long it is left to do its work
 * @param seed decides whatever else there is to decide about it
 */
public record ScheduledFault(int number, Duration at, FaultKind kind, Duration lasting, long seed) {
  /** Chance that is the same each time the schedule is replayed. */
  public Random random() {
    return new Random(seed);
  }
}
