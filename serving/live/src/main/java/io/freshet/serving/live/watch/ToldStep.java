package io.freshet.serving.live.watch;

import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.OrderState;

/** A step of an order, and whom this server has told it. Thread-safe. */
final class ToldStep {
  private final OrderKey order;
  private final long orderVersion;
  private final long arrivedNanos;
  private final long firstToldNanos;
  private Reach reach;

  /**
   * Up to now.
   *
   * @param newestNanos when the newest of its watchers was told it
   */
  record Reach(int watchers, long newestNanos) {}

  /** One that the first of its watchers has just been told. */
  ToldStep(OrderKey order, OrderState state, long nowNanos) {
    this.order = order;
    this.orderVersion = state.version().orderVersion();
    this.arrivedNanos = state.arrivedNanos();
    this.firstToldNanos = nowNanos;
    this.reach = new Reach(1, nowNanos);
  }

  OrderKey order() {
    return order;
  }

  long orderVersion() {
    return orderVersion;
  }

  /** When this server got what it then told first. */
  long arrivedNanos() {
    return arrivedNanos;
  }

  long firstToldNanos() {
    return firstToldNanos;
  }

  synchronized Reach reach() {
    return reach;
  }

  synchronized void tellOneMore(long nowNanos) {
    reach = new Reach(reach.watchers() + 1, Math.max(reach.newestNanos(), nowNanos));
  }
}
