package io.freshet.bench.serve;

/** An order as its customer knows it. */
public record LiveOrder(String market, long orderId) {
  /** Its path at the live server. */
  public String path() {
    return "/orders/%s/%d".formatted(market, orderId);
  }

  /** The key of its document in Redis, and the channel of its changes. */
  public String redisName() {
    return RedisNames.order(market, Long.toString(orderId));
  }
}
