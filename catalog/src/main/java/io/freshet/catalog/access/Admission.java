package io.freshet.catalog.access;

/** Whether somebody is let in. */
public sealed interface Admission {
  /** They are. */
  record Admitted(Caller caller) implements Admission {}

  /**
   * They are not.
   *
   * @param why for them, and for the log
   */
  record Refused(String why) implements Admission {}
}
