package io.freshet.serving.live.order;

import java.util.Optional;
import java.util.regex.Pattern;

/** One order of one market. */
public record OrderKey(String market, long orderId) {
  /** Cities in lower case as a rule; nothing that has a meaning in a Redis key or in an address. */
  private static final Pattern MARKET = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Pattern ORDER_ID = Pattern.compile("\\d{1,18}");

  public static boolean isMarket(String name) {
    return MARKET.matcher(name).matches();
  }

  /** The order of that name; empty when there can be none. */
  public static Optional<OrderKey> of(String market, String orderId) {
    return isMarket(market) && ORDER_ID.matcher(orderId).matches()
        ? Optional.of(new OrderKey(market, Long.parseLong(orderId)))
        : Optional.empty();
  }

  /**
   * Under which Redis has its document, and on which channel each change of it is published. One
   * name for both, so that in a Cluster they share a slot, which what is in braces decides on.
   */
  public String redisName() {
    return "eta:{" + market + ":" + orderId + "}";
  }

  /** Under which the ETA job says the trace of its newest step, where one is recorded. */
  public String traceName() {
    return "trace:{" + market + ":" + orderId + "}";
  }

  @Override
  public String toString() {
    return market + "/" + orderId;
  }
}
