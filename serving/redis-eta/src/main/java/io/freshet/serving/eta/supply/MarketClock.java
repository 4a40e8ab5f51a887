package io.freshet.serving.eta.supply;

/**
 * Which minutes of a market are to be told next. A market that is silent for an hour sleeps until
 * its next event.
 *
 * <p>Mutable, with the public fields that Flink's POJO serializer asks for.
 */
public final class MarketClock {
  static final long AWAKE_MILLIS = 60 * Minutes.MILLIS;

  /** The newest event. */
  public long newest = Long.MIN_VALUE / 2;

  /** The next minute to tell as soon as it is over. */
  public long soon = Long.MAX_VALUE;

  /** The next minute to settle, once nothing can change it any more. */
  public long settled = Long.MAX_VALUE;

  /** The newest minute that is settled for good. */
  public long done = Long.MIN_VALUE / 2;

  /**
   * An event has come.
   *
   * @param firstOpen the first minute that is not settled yet, whatever the market
   */
  void heard(long millis, long firstOpen) {
    boolean slept = sleepsAt(settled);
    long open = Math.max(firstOpen, done + Minutes.MILLIS);
    long first = Math.max(Minutes.endOf(millis), open);
    soon = slept ? first : Math.min(soon, first);
    settled = slept ? first : Math.min(settled, first);
    newest = Math.max(newest, millis);
  }

  boolean sleepsAt(long minute) {
    return minute - AWAKE_MILLIS > newest;
  }
}
