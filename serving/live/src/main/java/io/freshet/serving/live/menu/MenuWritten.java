package io.freshet.serving.live.menu;

/** What has become of a menu that was to be written. */
public sealed interface MenuWritten {
  /** It is the newest. */
  record Done(Menu menu) implements MenuWritten {}

  /**
   * It would have replaced another one than its writer knows.
   *
   * @param version that there is; 0 when there is none
   */
  record Conflict(long version) implements MenuWritten {}

  /** Postgres can't keep it. */
  record Unfit(String why) implements MenuWritten {}
}
