package io.freshet.serving.live.order;

import java.util.Optional;
import java.util.regex.Pattern;

/** One order of one market. */
public record OrderKey(String market, long orderId) {
  /** How long an order's number may be: each of them is a {@code long}. */
  public static final int MOST_DIGITS = 18;

  private static final int MOST_LETTERS = 64;

  /** What a market's name has, as people are told. */
  public static final String MARKET_RULE =
      "up to %d letters, digits, - and _".formatted(MOST_LETTERS);

  /** What an order's number is, as people are told. */
  public static final String ORDER_ID_RULE =
      "a whole number of up to %d digits".formatted(MOST_DIGITS);

  /** Cities in lower case as a rule; nothing that has a meaning in a Redis key or in an address. */
  private static final Pattern MARKET =
      Pattern.compile("[A-Za-z0-9_-]{1,%d}".formatted(MOST_LETTERS));

  private static final Pattern ORDER_ID = Pattern.compile("\\d{1,%d}".formatted(MOST_DIGITS));

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
