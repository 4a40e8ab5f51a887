package io.freshet.serving.eta.supply;

import java.util.Comparator;

/**
 * In which minutes an order is open and with the same dasher, or with nobody.
 *
 * @param until the first minute that does not belong to it any more
 * @param dasherId null while nobody has it
 * @param since when its first step was
 */
record Stay(long orderId, long from, long until, Long dasherId, long since) {
  static final Comparator<Stay> LONGEST_FIRST =
      Comparator.comparingLong(Stay::since)
          .thenComparingLong(Stay::orderId)
          .thenComparingLong(Stay::from);

  /** Without an end as yet. */
  static Stay from(long minute, long orderId, OpenOrder order) {
    return new Stay(orderId, minute, Long.MAX_VALUE, order.dasherId(), order.since());
  }

  Stay endingAt(long minute) {
    return new Stay(orderId, from, minute, dasherId, since);
  }

  boolean includes(long minute) {
    return from <= minute && minute < until;
  }

  boolean isWait() {
    return dasherId == null;
  }
}
