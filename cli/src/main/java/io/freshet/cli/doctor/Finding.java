package io.freshet.cli.doctor;

import java.util.Locale;

/**
 * What a check has come to.
 *
 * @param seen what was looked at, with its figures
 * @param remedy what to do about it, a command where there is one; empty where nothing is to be
 *     done
 */
record Finding(State state, String seen, String remedy) {
  /** The worst first. */
  enum State {
    FAILED,
    WARNING,
    SKIPPED,
    OK;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String seen) {
    return new Finding(State.OK, seen, "");
  }

  static Finding warning(String seen, String remedy) {
    return new Finding(State.WARNING, seen, remedy);
  }

  static Finding failed(String seen, String remedy) {
    return new Finding(State.FAILED, seen, remedy);
  }

  /**
   * @param why it could not be looked at, or does not matter here
   */
  static Finding skipped(String why) {
    return new Finding(State.SKIPPED, why, "");
  }

  /** Whether checks that rest on this one make sense. */
  boolean holds() {
    return state == State.OK || state == State.WARNING;
  }
}
