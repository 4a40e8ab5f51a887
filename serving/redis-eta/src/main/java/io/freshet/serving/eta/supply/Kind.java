package io.freshet.serving.eta.supply;

/** What a dasher or an order counts as at the end of a minute: one of these or nothing. */
enum Kind {
  /** A dasher on line with an order. */
  BUSY,
  /** A dasher on line without one. */
  IDLE,
  /** An open order that a dasher has. */
  TAKEN,
  /** An open order that nobody has and that is not ready. */
  UNREADY,
  /** An open order that nobody has, though it is ready. */
  READY,
  /** An order that was created within the minute; it counts as that beside what else it is. */
  CREATED;

  static Kind of(OpenOrder order) {
    if (!order.isUnassigned()) {
      return TAKEN;
    }

    return order.isReady() ? READY : UNREADY;
  }
}
