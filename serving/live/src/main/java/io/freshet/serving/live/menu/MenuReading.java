package io.freshet.serving.live.menu;

import java.time.Duration;
import java.time.Instant;

/** What a reader is told of a restaurant's menu. */
public sealed interface MenuReading {
  /**
   * A menu.
   *
   * @param asOf when Postgres had nothing newer
   * @param isStale whether it is older than menus are while Postgres answers
   */
  record Told(Menu menu, Instant asOf, Duration age, boolean isStale) implements MenuReading {}

  /** The restaurant has none. */
  record None() implements MenuReading {}

  /** There is no copy, and Postgres does not answer now. */
  record Away() implements MenuReading {}
}
