package io.freshet.serving.view;

import java.util.Optional;
import java.util.regex.Pattern;

/** One order of one market. */
public record OrderName(String market, long orderId) {
  /** Nothing that has a meaning in a key of Redis, a pattern, an address or a statement. */
  private static final Pattern MARKET = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Pattern ORDER_ID = Pattern.compile("\\d{1,18}");

  public static boolean isMarket(String text) {
    return MARKET.matcher(text).matches();
  }

  /** The order of that name; empty where there can be none. */
  public static Optional<OrderName> of(String market, String orderId) {
    return isMarket(market) && ORDER_ID.matcher(orderId).matches()
        ? Optional.of(new OrderName(market, Long.parseLong(orderId)))
        : Optional.empty();
  }

  /** Under which Redis has its document. */
  public String key() {
    return "eta:{" + market + ":" + orderId + "}";
  }

  @Override
  public String toString() {
    return market + "/" + orderId;
  }
}
