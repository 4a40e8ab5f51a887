package io.freshet.core.toolkit;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which Redis: one server, or what a failover puts in its place, as {@code redis.host} and {@code
 * redis.port} say; or a Cluster, some of whose nodes {@code redis.nodes} names. As whom it is
 * spoken to, and whether by TLS, is the same for both.
 *
 * <p>Every client of ours is made from it by {@code core/redis}: one that takes the address alone
 * works until a Redis asks for a password, or speaks TLS.
 *
 * @param nodes the server; or some of the Cluster's nodes, which know the others
 */
public record RedisSettings(List<Node> nodes, boolean isCluster, RedisLogin login, RedisTls tls)
    implements Serializable {
  private static final String NODES = "redis.nodes";

  public RedisSettings {
    nodes = List.copyOf(nodes);
  }

  /** Where one Redis listens. */
  public record Node(String host, int port) implements Serializable {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** One server, in the clear. */
  public static RedisSettings server(String host, int port, String password) {
    return server(host, port).with(RedisLogin.ofDefaultUser(password), RedisTls.OFF);
  }

  private static RedisSettings server(String host, int port) {
    if (!isPort(port)) {
      throw new InvalidSettingException("redis.port", port, "between 1 and 65535");
    }

    return new RedisSettings(List.of(new Node(host, port)), false, RedisLogin.NONE, RedisTls.OFF);
  }

  /**
   * A Cluster, in the clear.
   *
   * @param nodes some of its nodes, each as {@code host:port}
   */
  public static RedisSettings cluster(List<String> nodes, String password) {
    return cluster(nodes).with(RedisLogin.ofDefaultUser(password), RedisTls.OFF);
  }

  private static RedisSettings cluster(List<String> nodes) {
    return new RedisSettings(
        nodes.stream().map(node -> node(node, nodes)).toList(),
        true,
        RedisLogin.NONE,
        RedisTls.OFF);
  }

  private RedisSettings with(RedisLogin otherLogin, RedisTls otherTls) {
    return new RedisSettings(nodes, isCluster, otherLogin, otherTls);
  }

  /** The same Redis, as another user of it. */
  public RedisSettings as(String user, String password) {
    return with(new RedisLogin(user, password, ""), tls);
  }

  public static RedisSettings from(Settings settings) {
    List<String> nodes = settings.list(NODES, List.of());
    boolean hasHost = settings.optionalText("redis.host").isPresent();
    int port = settings.integer("redis.port", 6379);
    RedisLogin login = RedisLogin.from(settings);
    RedisTls tls = RedisTls.from(settings);
    if (nodes.isEmpty() && !hasHost) {
      throw new InvalidSettingException(
          "redis.host", "not set", "set for one server, or " + NODES + " for a Cluster");
    }
    if (!nodes.isEmpty() && hasHost) {
      throw new InvalidSettingException(
          NODES, String.join(",", nodes), "left out where redis.host names one server");
    }

    return (nodes.isEmpty() ? server(settings.text("redis.host"), port) : cluster(nodes))
        .with(login, tls);
  }

  private static Node node(String text, List<String> all) {
    int colon = text.lastIndexOf(':');
    if (colon > 0 && text.substring(colon + 1).matches("\\d{1,5}")) {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (isPort(port)) {
        // An IPv6 address stands in brackets here, and nowhere else.
        return new Node(text.substring(0, colon).replaceAll("^\\[|]$", ""), port);
      }
    }
    throw new InvalidSettingException(
        NODES, String.join(",", all), "host:port,host:port,… with ports between 1 and 65535");
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= 65_535;
  }

  /** Without the password: this may reach a log. */
  @Override
  public String toString() {
    return nodes.stream().map(Node::toString).collect(Collectors.joining(","));
  }
}
