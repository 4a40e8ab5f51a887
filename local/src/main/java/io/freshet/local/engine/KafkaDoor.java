package io.freshet.local.engine;

/**
 * Names of the ports of a broker's second listener. A broker tells its clients where to connect, so
 * a proxy before it must be what one of its listeners advertises.
 */
public final class KafkaDoor {
  /** On which the broker listens for the proxy. */
  public static final String LISTENER = "kafka-door";

  /** The proxy's own: what clients of that listener are told. */
  public static final String ADVERTISED = "kafka-advertised";

  private KafkaDoor() {}
}
