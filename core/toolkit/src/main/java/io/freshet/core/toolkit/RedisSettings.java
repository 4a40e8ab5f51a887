package io.freshet.core.toolkit;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which Redis: one server, or what a failover puts in its place, as {@code redis.host} and {@code
 * redis.port} say; or a Cluster, some of whose nodes {@code redis.nodes} names.
 *
 * @param nodes the server; or some of the Cluster's nodes, which know the others
 * @param password empty when Redis asks for none
 */
public record RedisSettings(List<Node> nodes, boolean isCluster, String password)
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

  /** One server. */
  public static RedisSettings server(String host, int port, String password) {
    if (!isPort(port)) {
      throw new InvalidSettingException("redis.port", port, "between 1 and 65535");
    }

    return new RedisSettings(List.of(new Node(host, port)), false, password);
  }

  /**
   * A Cluster.
   *
   * @param nodes some of its nodes, each as {@code host:port}
   */
  public static RedisSettings cluster(List<String> nodes, String password) {
    return new RedisSettings(
        nodes.stream().map(node -> node(node, nodes)).toList(), true, password);
  }

  public static RedisSettings from(Settings settings) {
    List<String> nodes = settings.list(NODES, List.of());
    boolean hasHost = settings.optionalText("redis.host").isPresent();
    int port = settings.integer("redis.port", 6379);
    String password = settings.optionalText("redis.password").orElse("");
    if (nodes.isEmpty() && !hasHost) {
      throw new InvalidSettingException(
          "redis.host", "not set", "set for one server, or " + NODES + " for a Cluster");
    }
    if (!nodes.isEmpty() && hasHost) {
      throw new InvalidSettingException(
          NODES, String.join(",", nodes), "left out where redis.host names one server");
    }

    return nodes.isEmpty()
        ? server(settings.text("redis.host"), port, password)
        : cluster(nodes, password);
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
