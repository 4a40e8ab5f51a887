package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Asks the nodes of a Cluster who has which slot. */
final class Topology {
  private final RedisTarget target;

  Topology(RedisTarget target) {
    this.target = target;
  }

  /**
   * As the first that answers sees it. They are asked in any order: one that is cut off from the
   * others is wrong, and shall not be asked each time.
   *
   * @param known nodes that were heard of, beside those of the settings
   * @throws FreshetException when one does not let us in, or is no node of a Cluster
   * @throws JedisException when none answers
   */
  SlotTable read(Set<Node> known) {
    Set<Node> all = new LinkedHashSet<>(target.redis().nodes());
    all.addAll(known);
    List<Node> nodes = new ArrayList<>(all);
    Collections.shuffle(nodes);
    JedisException last = new JedisConnectionException("No node is known");
    for (Node node : nodes) {
      try {
        return ask(node);
      } catch (JedisException e) {
        last = e;
      }
    }
    throw last;
  }

  private SlotTable ask(Node node) {
    HostAndPort address = new HostAndPort(node.host(), node.port());
    try (Jedis jedis = new Jedis(address, NewerWins.config(target))) {
      return SlotTable.parse(jedis.sendCommand(Protocol.Command.CLUSTER, "SLOTS"), node);
    } catch (JedisDataException e) {
      ErrorReply reply = new ErrorReply(target, e);
      throw reply.isPassing() ? e : reply.failure();
    }
  }
}
