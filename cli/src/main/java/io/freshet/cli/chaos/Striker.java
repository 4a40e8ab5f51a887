package io.freshet.cli.chaos;

import io.freshet.assurance.chaos.ScheduledFault;
import io.freshet.core.toolkit.Durations;
import java.time.Duration;

/** Lets a fault of one kind happen, and undoes it. */
interface Striker {
  /**
   * Returns once it is over and undone.
   *
   * @throws CannotStrike where it can't be done here, which is no failure
   * @throws Exception where it could not be undone, which is one
   */
  void strike(ScheduledFault fault) throws Exception;

  /** Says why a fault can't happen here. */
  final class CannotStrike extends Exception {
    CannotStrike(String reason) {
      super(reason);
    }

    /**
     * Refuses to call done what nobody has noticed: a fault that no request and no connection has
     * met shows nothing.
     */
    static void unlessMet(long times, Duration within) throws CannotStrike {
      if (times == 0) {
        throw new CannotStrike("nothing met it within " + Durations.print(within));
      }
    }
  }
}
