package io.freshet.serving.eta.supply;

import java.util.ArrayList;
import java.util.List;

/**
 * Which minutes of a market are to be told next: those that have an event within the hour before
 * them. What lies between is passed over, however long it is, so that a market which was silent for
 * years costs no more than one that slept for a night.
 *
 * <p>Mutable, with the public fields that Flink's POJO serializer asks for.
 */
public final class MarketClock {
  static final long AWAKE_MILLIS = 60 * Minutes.MILLIS;
  static final long NEVER = Long.MAX_VALUE;

  /** The newest event. */
  public long newest = Long.MIN_VALUE / 2;

  /** The next minute to tell as soon as it is over. */
  public long soon = NEVER;

  /** The next minute to settle, once nothing can change it any more. */
  public long settled = NEVER;

  /** The newest minute that is settled for good. */
  public long done = Long.MIN_VALUE / 2;

  /** From the oldest to the newest; several only where time leapt and the watermark did not yet. */
  public List<Wake> wakes = new ArrayList<>();

  /**
   * An event has come.
   *
   * @param firstOpen the first minute that is not settled yet, whatever the market
   */
  void heard(long millis, long firstOpen) {
    newest = Math.max(newest, millis);
    long minute = Minutes.endOf(millis);
    long first = Math.max(minute, Math.max(firstOpen, done + Minutes.MILLIS));
    Wake wake = new Wake(first, minute + AWAKE_MILLIS - Minutes.MILLIS);
    if (wake.first() <= wake.last()) {
      add(wake);
      soon = Math.min(soon, first);
      settled = Math.min(settled, first);
    }
  }

  private void add(Wake wake) {
    for (Wake known : wakes) {
      if (known.covers(wake)) {
        return;
      }
    }
    Wake joined = wake;
    for (Wake known : wakes) {
      joined = known.touches(joined) ? known.join(joined) : joined;
    }
    Wake whole = joined;
    wakes.removeIf(whole::covers);
    int place = wakes.size();
    while (place > 0 && wakes.get(place - 1).first() > whole.first()) {
      place--;
    }
    wakes.add(place, whole);
  }

  /** The minute has been told. */
  void pass() {
    soon = awakeFrom(soon + Minutes.MILLIS);
  }

  /** The minute has been settled. */
  void settle() {
    done = settled;
    settled = awakeFrom(settled + Minutes.MILLIS);
    wakes.removeIf(wake -> wake.last() <= done);
  }

  private long awakeFrom(long minute) {
    return wakes.stream()
        .filter(wake -> wake.last() >= minute)
        .mapToLong(wake -> Math.max(wake.first(), minute))
        .findFirst()
        .orElse(NEVER);
  }

  boolean isAsleep() {
    return settled == NEVER;
  }
}
