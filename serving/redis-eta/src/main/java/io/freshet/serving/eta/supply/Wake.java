package io.freshet.serving.eta.supply;

/** Minutes on end in which a market is awake, each named by its end; both belong to it. */
public record Wake(long first, long last) {
  boolean covers(Wake other) {
    return first <= other.first && other.last <= last;
  }

  /** No minute lies between. */
  boolean touches(Wake other) {
    return first <= other.last + Minutes.MILLIS && other.first <= last + Minutes.MILLIS;
  }

  Wake join(Wake other) {
    return new Wake(Math.min(first, other.first), Math.max(last, other.last));
  }
}
