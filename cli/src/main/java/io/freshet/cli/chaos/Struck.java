package io.freshet.cli.chaos;

import io.freshet.assurance.chaos.ScheduledFault;
import java.time.Duration;

/**
 * What became of a fault.
 *
 * @param began after the beginning of the run
 * @param lasted until it was undone and all answered again
 * @param detail why it was skipped or could not be undone; empty otherwise
 */
record Struck(
    ScheduledFault fault, Outcome outcome, Duration began, Duration lasted, String detail) {

  /** How a fault ended. */
  enum Outcome {
    /** It happened, and is undone. */
    DONE,
    /** It can't happen here, or nothing has met it. */
    SKIPPED,
    /** The run was over before its turn came. */
    NOT_REACHED,
    /** It happened, and the platform was not well again afterwards. */
    NOT_UNDONE;

    boolean hasHappened() {
      return this == DONE || this == NOT_UNDONE;
    }
  }
}
