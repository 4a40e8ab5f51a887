package io.freshet.serving.live.menu;

import java.time.Duration;
import java.time.Instant;

/**
 * A copy of a menu.
 *
 * @param asOf when Postgres had nothing newer
 * @param askedAt when it was asked last, whatever it has said
 */
record HeldMenu(Menu menu, Instant asOf, Instant askedAt) {
  /** One that Postgres had then. */
  static HeldMenu asOf(Instant time, Menu menu) {
    return new HeldMenu(menu, time, time);
  }

  /**
   * The one of the two that stays: of a higher version, or of the same at a later time. A copy of
   * Postgres that lags behind, or a message that is late, never brings back what was.
   */
  HeldMenu newer(HeldMenu other) {
    long difference = menu.version() - other.menu.version();
    boolean isOther = difference < 0 || (difference == 0 && other.asOf.isAfter(asOf));
    HeldMenu stays = isOther ? other : this;

    return new HeldMenu(stays.menu, stays.asOf, latest(askedAt, other.askedAt));
  }

  /** For how long it has not been known to be the newest. */
  Duration age(Instant now) {
    Duration age = Duration.between(asOf, now);

    return age.isNegative() ? Duration.ZERO : age; // the clock of another server is ahead
  }

  /** Whether Postgres was asked that long ago. */
  boolean isDue(Instant now, Duration after) {
    return Duration.between(askedAt, now).compareTo(after) >= 0;
  }

  private static Instant latest(Instant some, Instant other) {
    return some.isAfter(other) ? some : other;
  }
}
