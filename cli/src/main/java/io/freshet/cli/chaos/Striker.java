package io.freshet.cli.chaos;

import io.freshet.assurance.chaos.ScheduledFault;

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
  }
}
