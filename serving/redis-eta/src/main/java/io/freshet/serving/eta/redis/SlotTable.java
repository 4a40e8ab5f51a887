package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.RedisSettings.Node;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Which node has which slot of the keys, as far as is known. Not thread-safe. */
final class SlotTable {
  private static final int SLOTS = 16_384;

  private final Node[] owners = new Node[SLOTS];
  private Optional<Set<Node>> nodes = Optional.empty();

  /** Of one server, which has all. */
  static SlotTable of(Node server) {
    SlotTable table = new SlotTable();
    Arrays.fill(table.owners, server);

    return table;
  }

  /**
   * Of a Cluster, from what {@code CLUSTER SLOTS} answers: ranges, each with its first and last
   * slot, its primary and its replicas.
   *
   * @param asked who has answered; it may leave out its own address
   */
  static SlotTable parse(Object answer, Node asked) {
    SlotTable table = new SlotTable();
    for (Object range : (List<?>) answer) {
      List<?> parts = (List<?>) range;
      if (parts.size() > 2) {
        List<?> primary = (List<?>) parts.get(2);
        String host = primary.get(0) == null ? "" : text(primary.get(0));
        Node owner = new Node(host.isEmpty() ? asked.host() : host, number(primary.get(1)));
        Arrays.fill(table.owners, number(parts.get(0)), number(parts.get(1)) + 1, owner);
      }
    }

    return table;
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  private static int number(Object number) {
    return ((Long) number).intValue();
  }

  static int slot(String key) {
    return JedisClusterCRC16.getSlot(key);
  }

  /** Empty where nobody has it: it may be failing over. */
  Optional<Node> owner(int slot) {
    return Optional.ofNullable(owners[slot]);
  }

  void move(int slot, Node owner) {
    owners[slot] = owner;
    nodes = Optional.empty();
  }

  Set<Node> nodes() {
    if (nodes.isEmpty()) {
      Set<Node> found = new LinkedHashSet<>(Arrays.asList(owners));
      found.removeIf(Objects::isNull);
      nodes = Optional.of(Collections.unmodifiableSet(found));
    }

    return nodes.get();
  }
}
