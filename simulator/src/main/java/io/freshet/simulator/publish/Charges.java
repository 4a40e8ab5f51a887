package io.freshet.simulator.publish;

import io.freshet.simulator.event.Order;
import io.freshet.simulator.event.Order.Money;

/**
 * Who gets what of an order's money. Follows from the order alone, so that a stream that is made
 * again is the same one, and no random number is drawn that others would miss.
 */
record Charges(long commissionMinor, long dasherPayMinor, long tipMinor) {
  private static final long PERCENT = 100;
  private static final long LEAST_COMMISSION_PERCENT = 15;
  private static final long COMMISSIONS = 16;
  private static final long PAY_PERCENT = 18;
  private static final long HIGHEST_TIP_PERCENT = 25;

  /** One customer in four gives no tip. */
  private static final long TIPLESS = 4;

  static Charges of(Order order, Money subtotal) {
    long drawn = mixed(order.orderId());
    long commissionPercent =
        LEAST_COMMISSION_PERCENT
            + Math.floorMod(mixed(order.restaurantId().orElse(0)), COMMISSIONS);
    long tipPercent =
        Math.floorMod(drawn, TIPLESS) == 0
            ? 0
            : Math.floorMod(drawn / TIPLESS, HIGHEST_TIP_PERCENT + 1);

    return new Charges(
        subtotal.minor() * commissionPercent / PERCENT,
        subtotal.minor() * PAY_PERCENT / PERCENT,
        subtotal.minor() * tipPercent / PERCENT);
  }

  /** SplitMix64's last step: ids that follow one another come out far apart. */
  private static long mixed(long id) {
    long mixed = (id ^ (id >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;

    return mixed ^ (mixed >>> 31);
  }
}
