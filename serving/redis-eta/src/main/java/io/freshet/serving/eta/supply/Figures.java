package io.freshet.serving.eta.supply;

/**
 * Dashers and open orders of a market or a cell at a moment, as the contract {@code market_supply}
 * defines them.
 *
 * @param unassigned part of the open orders
 * @param ready part of the unassigned ones
 */
public record Figures(int busy, int idle, int open, int unassigned, int ready) {
  static final Figures NONE = new Figures(0, 0, 0, 0, 0);

  public int online() {
    return busy + idle;
  }

  Figures withBusyDasher() {
    return new Figures(busy + 1, idle, open, unassigned, ready);
  }

  Figures withIdleDasher() {
    return new Figures(busy, idle + 1, open, unassigned, ready);
  }

  Figures withOrder(OpenOrder order) {
    return new Figures(
        busy,
        idle,
        open + 1,
        unassigned + (order.isUnassigned() ? 1 : 0),
        ready + (order.isReady() ? 1 : 0));
  }
}
