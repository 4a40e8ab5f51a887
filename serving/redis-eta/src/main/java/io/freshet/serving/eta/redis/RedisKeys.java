package io.freshet.serving.eta.redis;

/** Names of what this job keeps in Redis; the README lists what stands in them. */
public final class RedisKeys {
  private RedisKeys() {}

  /** Document of an active order, and for a while of one that is over. */
  public static String order(String market, long orderId) {
    return "eta:" + market + ":" + orderId;
  }

  /** Channel on which each change of that document is published, as it is then. */
  public static String orderChannel(String market, long orderId) {
    return order(market, orderId);
  }

  /** Document of a dasher that was heard of within the last day. */
  public static String dasher(String market, long dasherId) {
    return "dasher:" + market + ":" + dasherId;
  }

  /** Document of a market's supply and its alerts, as of the newest minute. */
  public static String supply(String market) {
    return "supply:" + market;
  }
}
