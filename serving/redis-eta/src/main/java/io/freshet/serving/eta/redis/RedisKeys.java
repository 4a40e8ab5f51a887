package io.freshet.serving.eta.redis;

/**
 * Names of what this job keeps in Redis; the README lists what stands in them. What is in braces
 * decides on the slot in a Cluster: all that is one order's, or one dasher's, lies together.
 */
public final class RedisKeys {
  /** All keys of orders, as Redis writes patterns. */
  static final String ORDERS = "eta:{*";

  /** All keys of dashers. */
  static final String DASHERS = "dasher:{*";

  /** All keys of markets. */
  static final String SUPPLIES = "supply:*";

  /** When the job that writes orders was last heard of; one for all of them. */
  public static final String HEARTBEAT = "heartbeat:eta";

  /** How far the job is behind Kafka; none while it is not. Whoever may have that one has this. */
  public static final String BEHIND = "heartbeat:eta-behind";

  private RedisKeys() {}

  /** Document of an active order, and for a while of one that is over. */
  public static String order(String market, long orderId) {
    return "eta:{" + market + ":" + orderId + "}";
  }

  /** Shard channel on which each change of that document is published, as it is then. */
  public static String orderChannel(String market, long orderId) {
    return order(market, orderId);
  }

  /** Document that says for a minute to which recorded trace the order's newest step belongs. */
  public static String trace(String market, long orderId) {
    return "trace:{" + market + ":" + orderId + "}";
  }

  /** Document of a dasher that was heard of within the last day. */
  public static String dasher(String market, long dasherId) {
    return "dasher:{" + market + ":" + dasherId + "}";
  }

  /** Keys of a dasher's documents in whatever markets, as Redis writes patterns. */
  static String dasherAnywhere(long dasherId) {
    return "dasher:{*:" + dasherId + "}";
  }

  /** Document of a market's supply and its alerts, as of the newest minute. */
  public static String supply(String market) {
    return "supply:" + market;
  }
}
