package io.freshet.bench.serve;

/** What redis-eta calls what it keeps in Redis; its README lists it. */
public final class RedisNames {
  /** All documents of orders, and all channels. */
  public static final String ALL_ORDERS = "eta:*";

  private RedisNames() {}

  public static String order(String market, String orderId) {
    return "eta:{" + market + ":" + orderId + "}";
  }
}
