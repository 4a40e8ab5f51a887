package io.freshet.bench.serve;

/** What redis-eta calls what it keeps in Redis; its README lists it. */
public final class RedisNames {
  private RedisNames() {}

  public static String order(String market, String orderId) {
    return "eta:{" + market + ":" + orderId + "}";
  }
}
